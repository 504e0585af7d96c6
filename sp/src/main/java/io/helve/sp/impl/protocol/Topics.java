package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The subscriptions of one context. */
final class Topics {
    private final List<byte[]> topics = new ArrayList<>();

    void add(byte[] topic) {
        if (indexOf(topic) < 0) {
            topics.add(topic);
        }
    }

    /** {@return whether it was there} */
    boolean remove(byte[] topic) {
        int index = indexOf(topic);
        if (index >= 0) {
            topics.remove(index);
        }
        return index >= 0;
    }

    private int indexOf(byte[] topic) {
        for (int i = 0; i < topics.size(); i++) {
            if (Arrays.equals(topics.get(i), topic)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return whether the body begins with one of them} */
    boolean match(SpMessage message) {
        byte[] array = message.array();
        int start = message.arrayOffset();
        int length = message.bodyLength();
        for (int i = 0; i < topics.size(); i++) {
            byte[] topic = topics.get(i);
            int end = topic.length;
            if (end <= length && Arrays.equals(array, start, start + end, topic, 0, end)) {
                return true;
            }
        }
        return false;
    }
}
