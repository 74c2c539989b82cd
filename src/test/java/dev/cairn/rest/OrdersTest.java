package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OrdersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                       | 400 | invalid-json      |
          {"pipeline":"echo",                                      | 400 | invalid-json      |
          {"pipeline":"echo"} {}                                   | 400 | invalid-json      |
          [1,2]                                                    | 422 | invalid-field     |
          {"uploads":[]}                                           | 422 | invalid-field     | pipeline
          {"pipeline":7}                                           | 422 | invalid-field     | pipeline
          {"pipeline":"echo","uploads":"x"}                        | 422 | invalid-field     | uploads
          {"pipeline":"echo","uploads":[],"colour":1}              | 422 | invalid-field     | colour
          {"pipeline":"echo","uploads":["UP"],"priority":99999}    | 422 | invalid-field     | priority
          {"pipeline":"nope","uploads":["UP"]}                     | 422 | unknown-pipeline  | pipeline
          {"pipeline":"echo","uploads":["UP"],"params":{"siez":1}} | 422 | unknown-parameter | params.siez
          {"pipeline":"echo","uploads":["UP"],"params":{"times":11}}   | 422 | invalid-parameter | params.times
          {"pipeline":"echo","uploads":["UP"],"params":{"times":"x"}}  | 422 | invalid-parameter | params.times
          {"pipeline":"echo","uploads":["UP"],"params":{"voice":"low"}} | 422 | invalid-parameter | params.voice
          {"pipeline":"echo","uploads":[]}                         | 422 | no-documents      | uploads
          {"pipeline":"echo"}                                      | 422 | no-documents      | uploads
          {"pipeline":"echo","uploads":["no id"]}                  | 422 | unknown-upload    | uploads
          {"pipeline":"echo","uploads":["0198c1de-0000-7000-8000-000000000000"]} | 422 | unknown-upload | uploads
          """)
  void whatIsWrongWithAnOrderIsSaid(String order, int status, String kind, String field) {
    ValidatableResponse answer =
        submit(order.replace("UP", upload("x")))
            .statusCode(status)
            .contentType("application/problem+json")
            .body("type", equalTo("urn:cairn:problem:" + kind))
            .body("status", equalTo(status))
            .body("detail", not(containsString("dev.cairn")))
            .body("detail", not(containsString("fasterxml")));
    if (field != null) {
      answer.body("field", equalTo(field));
    }
  }

  @Test
  void aPlaceIsGivenWhereJsonBreaks() {
    submit("{\n  \"pipeline\": oops}").body("detail", containsString("line 2, column"));
  }

  @Test
  void ordersInTheAddressAreCheckedBeforeTheBodyIsRead() {
    given()
        .body("x")
        .post("/v1/jobs?pipeline=nope")
        .then()
        .statusCode(422)
        .body("type", endsWith(":unknown-pipeline"))
        .body("detail", containsString("echo"));
    given()
        .body("x")
        .post("/v1/jobs?pipeline=echo&param.times=x")
        .then()
        .statusCode(422)
        .body("type", endsWith(":invalid-parameter"));
    given()
        .post("/v1/jobs?pipeline=echo")
        .then()
        .statusCode(422)
        .body("type", endsWith(":no-documents"));
    given()
        .multiPart("times", "1")
        .post("/v1/jobs?pipeline=echo")
        .then()
        .statusCode(422)
        .body("type", endsWith(":no-documents"));
    given()
        .multiPart("file", "a", new byte[1])
        .post("/v1/jobs")
        .then()
        .statusCode(400)
        .body("field", equalTo("pipeline"));
  }

  @Test
  void aFormThatCannotBeReadIsRefused() throws IOException {
    for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=x")) {
      try (Socket socket = new Socket("localhost", RestAssured.port)) {
        String request =
            "POST /v1/jobs?pipeline=echo HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops"
                .formatted(type);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertThat(answer).contains("application/problem+json").contains("HTTP/1.1 4");
      }
    }
  }

  private static String upload(String text) {
    return given().body(text.getBytes(UTF_8)).post("/v1/uploads").path("id");
  }

  private static ValidatableResponse submit(String json) {
    return given().contentType(ContentType.JSON).body(json).post("/v1/jobs").then();
  }
}
