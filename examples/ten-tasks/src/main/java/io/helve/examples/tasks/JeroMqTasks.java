package io.helve.examples.tasks;

import java.util.List;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZLoop;
import org.zeromq.ZMQ;

/**
 * The tasks with JeroMQ. What goes on needs a thread of its caller's, and ends with a {@code ZMQException} when the
 * context is closed.
 */
final class JeroMqTasks {
    private JeroMqTasks() {}

    // task: timer
    static void everySecond(ZContext context, Runnable action) {
        ZLoop loop = new ZLoop(context);
        loop.addTimer(
                1000,
                0,
                (timers, item, argument) -> {
                    action.run();
                    return 0;
                },
                null);
        loop.start();
    }
    // end

    // task: reply
    static void reply(ZContext context, String url) {
        ZMQ.Socket rep = context.createSocket(SocketType.REP);
        rep.bind(url);
        while (true) {
            rep.send(rep.recv());
        }
    }
    // end

    // task: ask
    static byte[] ask(ZContext context, String url, byte[] question) {
        try (ZMQ.Socket req = context.createSocket(SocketType.REQ)) {
            req.setReceiveTimeOut(5000);
            req.connect(url);
            req.send(question);
            return req.recv();
        }
    }
    // end

    // task: publish
    static Consumer<byte[]> publish(ZContext context, String url) {
        ZMQ.Socket pub = context.createSocket(SocketType.PUB);
        pub.bind(url);
        return news -> pub.send(news, ZMQ.DONTWAIT);
    }
    // end

    // task: subscribe
    static void subscribe(ZContext context, String url, String topic, Consumer<byte[]> consumer) {
        ZMQ.Socket sub = context.createSocket(SocketType.SUB);
        sub.subscribe(topic);
        sub.connect(url);
        while (true) {
            consumer.accept(sub.recv());
        }
    }
    // end

    // task: push
    static void push(ZContext context, String url, List<byte[]> jobs) {
        ZMQ.Socket push = context.createSocket(SocketType.PUSH);
        push.bind(url);
        for (byte[] job : jobs) {
            push.send(job);
        }
    }
    // end

    // task: pull
    static void pull(ZContext context, String url, Consumer<byte[]> worker) {
        ZMQ.Socket pull = context.createSocket(SocketType.PULL);
        pull.connect(url);
        while (true) {
            worker.accept(pull.recv());
        }
    }
    // end
}
