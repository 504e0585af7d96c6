package io.helve.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HttpRequestsTest {
    private final AioRuntime runtime = AioRuntime.open();
    private final Aio aio = runtime.factory().alloc();
    private final HttpRequests requests = new HttpRequests();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hello", exchange -> {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {}); // never answers
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        runtime.close();
    }

    @Test
    void theResponseIsTheOutput() throws Exception {
        requests.send(request("/hello"), aio);
        aio.await();
        HttpResponse<?> response = (HttpResponse<?>) aio.check().getOutput(0);
        assertEquals(200, response.statusCode());
        assertEquals("hello", response.body());
    }

    @Test
    void aServerThatDoesNotAnswerIsATimeout() throws Exception {
        aio.setTimeout(Duration.ofMillis(100));
        requests.send(request("/silent"), aio);
        aio.await();
        assertEquals(AioError.ETIMEDOUT, aio.result());
    }

    @Test
    void aRequestCanBeCancelled() throws Exception {
        requests.send(request("/silent"), aio);
        aio.cancel();
        aio.await();
        assertEquals(AioError.ECANCELED, aio.result());
    }

    @Test
    void aPortWithoutAServerRefuses() throws Exception {
        HttpRequest request = request("/hello");
        server.stop(0);
        requests.send(request, aio);
        aio.await();
        assertEquals(AioError.ECONNREFUSED, aio.result());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http:/" + server.getAddress() + path))
                .build();
    }
}
