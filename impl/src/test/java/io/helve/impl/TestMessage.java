package io.helve.impl;

import io.helve.message.Message;
import java.lang.reflect.Proxy;

/** Messages of which only the identity matters. */
public final class TestMessage {
    private TestMessage() {}

    /** {@return a new message without any contents} */
    public static Message create() {
        return create(() -> {
            throw new UnsupportedOperationException("free");
        });
    }

    /** {@return a new message without any contents, which tells when it is freed} */
    public static Message create(Runnable freed) {
        return (Message) Proxy.newProxyInstance(
                TestMessage.class.getClassLoader(),
                new Class<?>[] {Message.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "a message";
                    case "free" -> {
                        freed.run();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
