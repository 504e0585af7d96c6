package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A socket in a process of nng's. */
final class NngSocket implements End, AutoCloseable {
    private final Nng nng;
    private final SpProtocol protocol;
    private final boolean raw;
    private final String number;

    NngSocket(Nng nng, SpProtocol protocol, boolean raw, String number) {
        this.nng = nng;
        this.protocol = protocol;
        this.raw = raw;
        this.number = number;
    }

    @Override
    public SpProtocol protocol() {
        return protocol;
    }

    @Override
    public boolean isRaw() {
        return raw;
    }

    NngSocket setMillis(String option, Duration value) {
        nng.ask("set", number, "ms", option, Long.toString(value.toMillis()));
        return this;
    }

    NngSocket setInt(String option, int value) {
        nng.ask("set", number, "int", option, Integer.toString(value));
        return this;
    }

    NngSocket setSize(String option, int value) {
        nng.ask("set", number, "size", option, Integer.toString(value));
        return this;
    }

    @Override
    public void limitHops(int ttl) {
        setInt("ttl-max", ttl);
    }

    NngSocket subscribe(String topic) {
        nng.ask("subscribe", number, Content.text(topic).word());
        return this;
    }

    NngSocket unsubscribe(String topic) {
        nng.ask("unsubscribe", number, Content.text(topic).word());
        return this;
    }

    /** Listens, with TLS if the URL says so. {@return the URL that others dial} */
    String listen(String url) {
        String port = InteropTest.isSecure(url)
                ? nng.ask("listen", number, url, Credentials.ofAll().both().toString())
                : nng.ask("listen", number, url);
        return url.replaceFirst(":0(?=/|$)", ":" + port);
    }

    /** Dials in the background. */
    void dial(String url) {
        if (InteropTest.isSecure(url)) {
            nng.ask("dial", number, url, Credentials.ofAll().certificate().toString());
        } else {
            nng.ask("dial", number, url);
        }
    }

    @Override
    public int pipes() {
        return Integer.parseInt(nng.ask("pipes", number));
    }

    @Override
    public long connections() {
        return Long.parseLong(nng.ask("connections", number));
    }

    @Override
    public void send(byte[] header, Content body) {
        nng.ask("send", number, Content.hex(header), body.word());
    }

    /** Sends to the peer of the message that was received last. */
    void reply(String text) {
        nng.ask("reply", number, Content.hex(new byte[0]), Content.text(text).word());
    }

    @Override
    public Received receive(Duration limit) {
        return Nng.answer(receiving(limit));
    }

    CompletableFuture<Received> receiving(Duration limit) {
        return nng.asking("receive", number, Long.toString(limit.toMillis())).thenApply(answer -> {
            List<String> words = List.of(answer.split(" "));
            return new Received(
                    Content.unhex(words.get(0)), words.get(1) + " " + words.get(2), Content.unhex(words.get(3)));
        });
    }

    /** Forwards messages between this socket and the other socket, until one of them is closed. */
    void device(NngSocket other) {
        nng.asking("device", number, other.number);
    }

    @Override
    public void close() {
        nng.ask("close", number);
    }
}
