package dcm.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens. Connections are taken from TCP by ourselves, because only there they can be counted and
 * given a deadline; what they say is Pekko HTTP's to read and {@link Hall}'s to answer.
 */
public final class HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int BACKLOG = 256;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final Hall hall;
  private final ServerSettings pekko;
  private final Visitors visitors;
  private final SharedKillSwitch scissors = KillSwitches.shared("http-connections");

  private HttpServer(ActorSystem<?> system, HttpSettings settings, Hall hall) {
    this.system = system;
    this.settings = settings;
    this.hall = hall;
    this.pekko = ServerSettings.create(settings.pekko());
    this.visitors = new Visitors(settings);
  }

  /** An open port. */
  public static final class Open {
    private final HttpServer server;
    private final Tcp.ServerBinding binding;
    private volatile boolean listens = true;

    private Open(HttpServer server, Tcp.ServerBinding binding) {
      this.server = server;
      this.binding = binding;
    }

    public InetSocketAddress address() {
      return binding.localAddress();
    }

    public boolean listens() {
      return listens;
    }

    /** Takes no more connections. */
    public CompletionStage<Done> unbind() {
      listens = false;
      return binding.unbind().thenApply(_ -> Done.getInstance());
    }

    /** Cuts the connections that are left. */
    public void cut() {
      server.scissors.shutdown();
    }

    public int connections() {
      return server.visitors.count();
    }
  }

  static CompletionStage<Open> listen(ActorSystem<?> system, HttpSettings settings, Hall hall) {
    var server = new HttpServer(system, settings, hall);
    return Tcp.get(system)
        .bind(
            settings.host(),
            settings.port(),
            BACKLOG,
            // as the kernel would have it, megabytes wait there for a reader who does not read
            List.of(TcpSO.sendBufferSize(settings.sendBuffer())),
            false,
            Optional.<Duration>empty())
        .to(Sink.foreach(server::accept))
        .run(system)
        .thenApply(binding -> new Open(server, binding));
  }

  /** Never throws: that would end the listening. */
  private void accept(Tcp.IncomingConnection connection) {
    var peer = connection.remoteAddress().getAddress();
    if (!visitors.enter(peer)) {
      connection.handleWith(
          Flow.fromSinkAndSource(Sink.cancelled(), Source.single(LastWords.tooManyConnections())),
          system);
      return;
    }
    var line = new Line();
    Flow<HttpRequest, HttpResponse, NotUsed> handler =
        Flow.of(HttpRequest.class).mapAsync(1, request -> answer(request, peer, line));
    Flow<ByteString, ByteString, CompletionStage<Done>> bytes =
        handler.join(layers(line)).via(scissors.flow()).watchTermination(Keep.right());
    connection
        .flow()
        .joinMat(bytes, Keep.right())
        .run(system)
        .whenComplete((_, failure) -> {
          visitors.leave(peer);
          line.ended();
          if (failure != null) {
            LOG.debug("A connection from {} broke off: {}", peer, failure.getMessage());
          }
        });
  }

  /**
   * A connection of a trusted proxy belongs to whose request is on it, and to nobody in between:
   * proxies keep connections for whoever comes next. A WebSocket is its visitor's until its end.
   */
  private CompletionStage<HttpResponse> answer(HttpRequest request, InetAddress peer, Line line) {
    if (!settings.trustedProxies().contains(peer)) {
      return hall.answer(request, peer, false, line);
    }
    var visitor = ForwardedFor.visitor(request, peer, settings.trustedProxies());
    if (!visitors.enterThroughProxy(visitor)) {
      return hall.refuse(request, Problems.tooManyConnections(), line);
    }
    return hall.answer(request, visitor, true, line)
        .whenComplete((response, _) -> {
          if (response != null && response.status().intValue() == SWITCHING_PROTOCOLS) {
            line.whenEnded(() -> visitors.leaveThroughProxy(visitor));
          } else {
            visitors.leaveThroughProxy(visitor);
          }
        });
  }

  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers(Line line) {
    return plain()
        .atop(
            BidiFlow.fromGraph(
                new Wire(
                    line,
                    settings.receiveDeadline(),
                    settings.live().ping(),
                    settings.sendStalledAfter())))
        .atop(BidiFlow.bidirectionalIdleTimeout(settings.idleTimeout()));
  }

  /** Pekko's types for "TLS, but without TLS" fit together only up to variance. */
  @SuppressWarnings("unchecked")
  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> plain() {
    var placebo =
        (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
            (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
    return Http.get(system).serverLayer(pekko).atop(placebo);
  }

  static URI url(InetSocketAddress address) {
    var host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    return URI.create("http://" + host + ":" + address.getPort() + "/");
  }
}
