package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes and reads whole messages, within limits on their depth and length. */
public final class Cbor {
    /** How deep arrays and maps may lie in each other, in both directions. */
    public static final int DEPTH_MAX = 100;

    private static final int FIRST_CAPACITY = 256;
    private static final int POOLED_BUFFERS = 64;

    private final CBORFactory factory = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(1000)
                    .maxStringLength(Integer.MAX_VALUE) // a text is no longer than its message
                    .maxNameLength(1000)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS)) // the default pool is a thread local
            // names come from peers: a table of names that outlives the message would grow with them
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Creates a reader and writer. */
    public Cbor() {}

    /** Writes the content of a message. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the content.
         *
         * @param out gets the bytes
         * @throws IOException if something cannot be written
         */
        void write(JsonGenerator out) throws IOException;
    }

    /** Reads the content of a message. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads the content.
         *
         * @param in stands on the first token
         * @return what was read
         * @throws IOException if the bytes are malformed
         */
        T read(JsonParser in) throws IOException;
    }

    /**
     * Writes a message.
     *
     * @param limit how long it may be
     * @param content writes it
     * @return the bytes
     * @throws TooLargeException if the message would be longer
     * @throws IOException if a value cannot be written: it does not have its declared type, or is too deep
     */
    public Bytes write(int limit, Content content) throws IOException {
        Bytes bytes = new Bytes(limit);
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            content.write(out);
        } catch (RuntimeException e) {
            // a value that does not have its declared type, or a method of a value that throws
            throw new IOException("a value cannot be written: " + e, e);
        }
        return bytes;
    }

    /**
     * Reads a message.
     *
     * @param <T> what is read
     * @param message the bytes
     * @param reader reads them, and stands on their last token then
     * @return what was read
     * @throws IOException if the bytes are malformed, or more follow
     */
    public <T> T read(byte[] message, Reader<T> reader) throws IOException {
        try (JsonParser in = factory.createParser(message)) {
            in.nextToken();
            T read = reader.read(in);
            if (in.nextToken() != null) {
                throw new MalformedValueException("bytes follow the message");
            }
            return read;
        } catch (RuntimeException e) {
            // a constructor or parser has refused what arrived
            throw new MalformedValueException("a value is refused: " + e, e);
        }
    }

    /**
     * Moves to the next element of an array that must have one.
     *
     * @param in stands on the start of the array or on the element before
     * @throws IOException if there is none
     */
    public static void next(JsonParser in) throws IOException {
        JsonToken token = in.nextToken();
        if (token == null || token == JsonToken.END_ARRAY) {
            throw new MalformedValueException("an element is missing");
        }
    }

    /**
     * Moves to the start of an array.
     *
     * @param in stands on it
     * @throws IOException if something else is there
     */
    public static void startArray(JsonParser in) throws IOException {
        TypeCodec.expect(JsonToken.START_ARRAY, in);
    }

    /**
     * Moves to the end of an array.
     *
     * @param in stands on the last element
     * @throws IOException if more elements follow
     */
    public static void endArray(JsonParser in) throws IOException {
        in.nextToken();
        TypeCodec.expect(JsonToken.END_ARRAY, in);
    }

    /**
     * Reads a whole number.
     *
     * @param in stands on it
     * @param least the smallest that is allowed
     * @param most the largest that is allowed
     * @return the number
     * @throws IOException if something else is there
     */
    public static long integer(JsonParser in, long least, long most) throws IOException {
        TypeCodec.expect(JsonToken.VALUE_NUMBER_INT, in);
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new MalformedValueException("a number is out of range");
        }
        long value = in.getLongValue();
        if (value < least || value > most) {
            throw new MalformedValueException(value + " is out of range");
        }
        return value;
    }

    /**
     * Reads a text.
     *
     * @param in stands on it
     * @param longest how many characters it may have
     * @return the text
     * @throws IOException if something else is there
     */
    public static String text(JsonParser in, int longest) throws IOException {
        TypeCodec.expect(JsonToken.VALUE_STRING, in);
        String text = in.getText();
        if (text.length() > longest) {
            throw new MalformedValueException("a text of " + text.length() + " characters is too long");
        }
        return text;
    }

    /**
     * A buffer of written bytes. One thread writes the bytes and may then pass the buffer to another thread, which
     * reads them.
     */
    public static final class Bytes extends OutputStream {
        private final int limit;
        private byte[] array;
        private int count;

        private Bytes(int limit) {
            this.limit = limit;
            array = new byte[Math.min(limit, FIRST_CAPACITY)];
        }

        @Override
        public void write(int b) throws IOException {
            reserve(1);
            array[count++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reserve(length);
            System.arraycopy(bytes, offset, array, count, length);
            count += length;
        }

        private void reserve(int more) throws IOException {
            if (more > limit - count) {
                throw new TooLargeException(limit);
            }
            if (more > array.length - count) {
                int doubled = array.length > limit / 2 ? limit : 2 * array.length;
                array = Arrays.copyOf(array, Math.max(doubled, count + more));
            }
        }

        /** {@return the array, whose first {@link #size} bytes have been written} */
        public byte[] array() {
            return array;
        }

        /** {@return how many bytes have been written} */
        public int size() {
            return count;
        }
    }
}
