package dcm.journal;

import dcm.journal.jdbc.TestDatabase;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Sockets that count round trips: changes from writing to reading. */
public final class RoundTripCounter extends SocketFactory {
  public static final AtomicInteger ROUND_TRIPS = new AtomicInteger();

  /** A connection of the owner whose round trips are counted; statements are not prepared. */
  public static Connection connect(TestDatabase database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.owner().user());
    properties.setProperty("password", database.owner().password());
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("socketFactory", RoundTripCounter.class.getName());
    return DriverManager.getConnection(database.url(), properties);
  }

  @Override
  public Socket createSocket() {
    return new CountingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress here, int from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress here, int from) {
    throw new UnsupportedOperationException();
  }

  private static final class CountingSocket extends Socket {
    private boolean wroteLast;

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          wroteLast = true;
          out.write(bytes, from, length);
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (wroteLast) {
            wroteLast = false;
            ROUND_TRIPS.incrementAndGet();
          }
          return super.read(bytes, from, length);
        }
      };
    }
  }
}
