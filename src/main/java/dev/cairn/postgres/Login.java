package dev.cairn.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

/** Asks a server who it is, with our password: the proof that it is the one we left behind. */
final class Login {
  private static final String WHO_ARE_YOU =
      "SELECT current_setting('data_directory'), current_setting('server_version')";

  /** What a server that took our password says of itself. */
  record Answer(Path data, String version) {}

  private Login() {}

  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
  }

  /** Empty if nothing answers there, or something that does not take our password. */
  static Optional<Answer> at(int port, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", Cluster.USER);
    properties.setProperty("password", password);
    // whatever listens there may never answer
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "5");
    try (Connection connection = driver().connect(url(port), properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHO_ARE_YOU)) {
      row.next();
      return Optional.of(new Answer(Path.of(row.getString(1)), row.getString(2)));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Not through DriverManager, which knows only the drivers of the system class loader. */
  private static Driver driver() throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, Login.class.getClassLoader())) {
      if (driver.acceptsURL("jdbc:postgresql:")) {
        return driver;
      }
    }
    throw new SQLException("no PostgreSQL driver on the class path");
  }
}
