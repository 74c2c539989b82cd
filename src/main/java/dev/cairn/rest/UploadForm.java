package dev.cairn.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a form that submits a job looks like; for the OpenAPI document only. */
@Schema(description = "Each file is one document, each other part one parameter")
record UploadForm(
    @Schema(
            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
            format = "binary")
        String file) {}
