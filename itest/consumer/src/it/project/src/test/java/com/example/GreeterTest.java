package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.testkit.HelveRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GreeterTest {
    @RegisterExtension
    final HelveRuntime helve = new HelveRuntime();

    @Test
    void answersWithAGreeting() throws InterruptedException {
        SpSockets sockets = helve.runtime().service(SpSockets.class);
        try (Greeter greeter = new Greeter(sockets, helve.runtime().factory(), "inproc://greeter");
                SpSocket req = sockets.open(SpProtocol.REQ)) {
            req.dial("inproc://greeter");
            req.send(sockets.messages().of("reader".getBytes()));
            Message answer = req.receive();
            assertEquals("hello, reader", new String(answer.toByteArray()));
            answer.free();
        }
    }
}
