package io.helve.examples.workqueue;

import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes job after job on a thread of its own, where it may block for as long as a job needs. */
final class Worker implements AutoCloseable {
    private final SpSocket socket;
    private final Consumer<String> job;

    Worker(SpSockets sockets, String url, Consumer<String> job) {
        this.job = job;
        socket = sockets.open(SpProtocol.PULL);
        socket.dialer(url).startInBackground();
        new Thread(this::run, "worker").start();
    }

    private void run() {
        try {
            while (true) {
                Message message = socket.receive();
                job.accept(new String(message.toByteArray(), StandardCharsets.UTF_8));
            }
        } catch (AioException e) {
            // the socket is closed: the worker ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        socket.close(); // ends the receive, and with it the thread
    }
}
