package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Limits, cursors and the link to the next page. */
final class Paging {

  private Paging() {}

  /** A limit as given, or the usual one. */
  static int limit(@Nullable String given, int usual, int most) {
    long limit = given == null ? usual : number("limit", given);
    if (limit < 1 || limit > most) {
      throw Refusals.invalidRequest("limit", "limit is not between 1 and " + most + ": " + given);
    }
    return (int) limit;
  }

  /** A whole number of the query string. */
  static long number(String field, String given) {
    try {
      return Long.parseLong(given.strip());
    } catch (NumberFormatException e) {
      throw Refusals.invalidRequest(field, field + " is not a whole number: " + given);
    }
  }

  /** What a cursor says, which only we understand; empty for the first page. */
  static <T> Optional<T> cursor(@Nullable String given, Function<String, T> read) {
    if (given == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(new String(Base64.getUrlDecoder().decode(given), UTF_8)));
    } catch (RuntimeException e) {
      throw Refusals.invalidRequest("cursor", "cursor is none that this server gave: " + given);
    }
  }

  /**
   * The link to the page after a full one.
   *
   * @param place where the last element of a page stands
   */
  static <T> Optional<Link> next(
      UriInfo asked, List<T> page, int limit, Function<T, Object> place) {
    if (page.size() < limit) {
      return Optional.empty();
    }
    String last = String.valueOf(place.apply(page.getLast()));
    String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(UTF_8));
    URI whole = asked.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build();
    // Relative, so that it holds behind any proxy.
    String relative = whole.getRawPath() + "?" + whole.getRawQuery();
    return Optional.of(Link.fromUri(relative).rel("next").build());
  }
}
