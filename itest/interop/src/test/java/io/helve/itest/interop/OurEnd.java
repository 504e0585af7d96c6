package io.helve.itest.interop;

import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A socket of ours.
 *
 * @param socket the socket
 * @param messages makes its messages
 */
record OurEnd(SpSocket socket, Messages messages) implements End, AutoCloseable {
    @Override
    public SpProtocol protocol() {
        return socket.protocol();
    }

    @Override
    public boolean isRaw() {
        return socket.isRaw();
    }

    @Override
    public int pipes() {
        return (int) statistic("pipes");
    }

    @Override
    public long connections() {
        return socket.statistics().children().stream()
                .flatMap(node -> Stream.of("connect", "accept").map(node::child).flatMap(Optional::stream))
                .mapToLong(SpStatistic::value)
                .sum();
    }

    @Override
    public void limitHops(int ttl) {
        socket.set(SpOptions.TTL_MAX, ttl);
    }

    long statistic(String name) {
        return socket.statistics().child(name).map(SpStatistic::value).orElseThrow();
    }

    @Override
    public void send(byte[] header, Content body) throws InterruptedException {
        Message message = messages.of(body.bytes());
        message.head().append(header);
        socket.send(message);
    }

    @Override
    public Received receive(Duration limit) throws InterruptedException {
        Message message = socket.receive(limit);
        ByteBuffer header = message.header();
        byte[] head = new byte[header.remaining()];
        header.get(head);
        byte[] body = message.toByteArray();
        message.free();
        return new Received(head, Content.digest(body), body);
    }

    @Override
    public void close() {
        socket.close();
    }
}
