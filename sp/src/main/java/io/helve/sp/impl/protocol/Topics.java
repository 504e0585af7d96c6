package io.helve.sp.impl.protocol;

import io.helve.sp.impl.message.SpMessage;
import java.util.Arrays;

/**
 * The subscriptions of one context: a set of topics, and whether a message's body begins with one of them.
 *
 * <p>The set is a radix tree, a trie whose nodes without a choice are merged (the idea of D. R. Morrison's PATRICIA,
 * 1968, with bytes in place of bits). Adding, removing and matching take time in proportion to the length of the topic
 * or of the beginning of the body, whatever the number of topics. Matching allocates nothing. Caveat: a topic below
 * another one, such as {@code news/sport} below {@code news/}, costs memory though it cannot change the result; the
 * longer topic is kept because the shorter topic may be removed.
 *
 * <p>The socket's lock guards it.
 */
final class Topics {
    private static final byte[] NO_BYTES = {};
    private static final Node[] NO_NODES = {};

    private final Node root = new Node(NO_BYTES);

    /** A node: the topics that have the same bytes from the root up to the end of this node. */
    private static final class Node {
        /** The bytes that lead from the parent to this node; none for the root, at least one for all others. */
        private byte[] label;

        /** Whether the bytes from the root to this node are a topic. */
        private boolean isTopic;

        /** The children, sorted by the first byte of their label; no two labels begin with the same byte. */
        private Node[] children = NO_NODES;

        private int count;

        Node(byte[] label) {
            this.label = label;
        }

        /**
         * {@return the index of the child whose label begins with a byte, or the complement of the index at which such
         * a child would be inserted}
         */
        int indexOf(byte first) {
            int low = 0;
            int high = count - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                byte present = children[middle].label[0];
                if (present == first) {
                    return middle;
                }
                if (present < first) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return ~low;
        }

        void insert(int index, Node child) {
            if (count == children.length) {
                children = Arrays.copyOf(children, Math.max(1, 2 * count));
            }
            System.arraycopy(children, index, children, index + 1, count - index);
            children[index] = child;
            count++;
        }

        void remove(int index) {
            count--;
            System.arraycopy(children, index + 1, children, index, count - index);
            children[count] = null;
        }

        /** Puts a node between this one and the child at an index, with the first bytes of that child's label. */
        void split(int index, int length) {
            Node child = children[index];
            Node between = new Node(Arrays.copyOf(child.label, length));
            child.label = Arrays.copyOfRange(child.label, length, child.label.length);
            between.insert(0, child);
            children[index] = between;
        }

        /** Merges this node with its only child. */
        void merge() {
            Node child = children[0];
            byte[] merged = Arrays.copyOf(label, label.length + child.label.length);
            System.arraycopy(child.label, 0, merged, label.length, child.label.length);
            label = merged;
            isTopic = child.isTopic;
            children = child.children;
            count = child.count;
        }

        boolean isUseless() {
            return !isTopic && count == 0;
        }

        boolean isWithoutChoice() {
            return !isTopic && count == 1;
        }
    }

    /** Adds a topic, unless the topic is present already. */
    void add(byte[] topic) {
        Node node = root;
        int at = 0;
        while (at < topic.length) {
            int index = node.indexOf(topic[at]);
            if (index < 0) {
                node.insert(~index, new Node(Arrays.copyOfRange(topic, at, topic.length)));
                index = ~index;
            }
            byte[] label = node.children[index].label;
            int common = commonLength(label, topic, at);
            if (common < label.length) {
                node.split(index, common);
            }
            node = node.children[index];
            at += common;
        }
        node.isTopic = true;
    }

    private static int commonLength(byte[] label, byte[] topic, int from) {
        int mismatch = Arrays.mismatch(label, 0, label.length, topic, from, topic.length);
        return mismatch < 0 ? label.length : mismatch;
    }

    /** Removes a topic. {@return whether the topic was present} */
    boolean remove(byte[] topic) {
        Node parent = null;
        Node node = root;
        int indexInParent = -1;
        int at = 0;
        while (at < topic.length) {
            int index = node.indexOf(topic[at]);
            if (index < 0) {
                return false;
            }
            byte[] label = node.children[index].label;
            if (commonLength(label, topic, at) < label.length) {
                return false;
            }
            parent = node;
            indexInParent = index;
            node = node.children[index];
            at += label.length;
        }
        if (!node.isTopic) {
            return false;
        }
        node.isTopic = false;
        if (parent != null) {
            tidy(parent, indexInParent, node);
        }
        return true;
    }

    private void tidy(Node parent, int index, Node node) {
        if (node.isUseless()) {
            parent.remove(index);
            if (parent != root && parent.isWithoutChoice()) {
                parent.merge();
            }
        } else if (node.isWithoutChoice()) {
            node.merge();
        }
    }

    /** {@return whether the body begins with one of the topics} */
    boolean match(SpMessage message) {
        byte[] body = message.array();
        int at = message.arrayOffset();
        int end = at + message.bodyLength();
        Node node = root;
        while (!node.isTopic) {
            int index = at == end ? -1 : node.indexOf(body[at]);
            if (index < 0) {
                return false;
            }
            node = node.children[index];
            int next = at + node.label.length;
            if (next > end || !Arrays.equals(body, at, next, node.label, 0, node.label.length)) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
