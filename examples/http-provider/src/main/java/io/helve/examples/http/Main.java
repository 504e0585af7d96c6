package io.helve.examples.http;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Fetches a page, for five seconds at most. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        URI page = URI.create(args.length > 0 ? args[0] : "https://www.rfc-editor.org/rfc/rfc2324.txt");
        try (AioRuntime runtime = AioRuntime.open();
                Aio aio = runtime.factory().alloc()) {
            aio.setTimeout(Duration.ofSeconds(5));
            new HttpRequests().send(HttpRequest.newBuilder(page).build(), aio);
            aio.await();
            HttpResponse<?> response = (HttpResponse<?>) aio.check().getOutput(0);
            System.out.println(response.statusCode());
            System.out.println(response.body());
        }
    }
}
