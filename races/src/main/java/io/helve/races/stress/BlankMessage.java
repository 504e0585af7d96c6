package io.helve.races.stress;

import io.helve.message.Message;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Messages of which only the identity matters. */
final class BlankMessage {
    private static final Class<?>[] TYPES = {Message.class};
    private static final InvocationHandler CALLS = (self, method, arguments) -> "a message";

    private BlankMessage() {}

    static Message create() {
        return (Message) Proxy.newProxyInstance(BlankMessage.class.getClassLoader(), TYPES, CALLS);
    }
}
