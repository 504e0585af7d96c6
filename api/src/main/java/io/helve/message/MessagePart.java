package io.helve.message;

import io.helve.aio.AioException;
import io.helve.annotation.NotThreadSafe;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sequence of bytes that grows and shrinks at both ends: a message's body or its header. Numbers are unsigned and
 * big-endian.
 *
 * <p>A method that throws an exception has changed nothing.
 */
@ProviderType
@NotThreadSafe
public interface MessagePart {
    /**
     * Returns the number of bytes. Mirrors {@code nng_msg_len} and {@code nng_msg_header_len}.
     *
     * @return the length
     */
    int length();

    /**
     * Adds bytes behind the last one. Mirrors {@code nng_msg_append}.
     *
     * @param bytes the bytes, which are copied
     * @throws AioException {@code EINVAL} if a header would be longer than {@link Message#HEADER_MAX}, {@code ENOMEM}
     *     if a body would be longer than an array can be, or the heap has no room for it
     */
    void append(byte[] bytes);

    /**
     * Adds bytes behind the last one.
     *
     * @param bytes holds the bytes, which are copied
     * @param offset the index of the first byte
     * @param length how many
     * @throws AioException as {@link #append(byte[])}
     * @throws IndexOutOfBoundsException if the array is too short
     */
    void append(byte[] bytes, int offset, int length);

    /**
     * Adds the remaining bytes of a buffer behind the last byte, and moves the buffer's position to its limit.
     *
     * @param bytes the bytes, which are copied
     * @throws AioException as {@link #append(byte[])}
     */
    void append(ByteBuffer bytes);

    /**
     * Adds 16 bits behind the last byte. Mirrors {@code nng_msg_append_u16}.
     *
     * @param value from 0 to 0xffff
     * @throws AioException as {@link #append(byte[])}
     * @throws IllegalArgumentException if the value is out of range
     */
    void appendU16(int value);

    /**
     * Adds 32 bits behind the last byte. Mirrors {@code nng_msg_append_u32}.
     *
     * @param value from 0 to 0xffffffffL
     * @throws AioException as {@link #append(byte[])}
     * @throws IllegalArgumentException if the value is out of range
     */
    void appendU32(long value);

    /**
     * Adds 64 bits behind the last byte. Mirrors {@code nng_msg_append_u64}.
     *
     * @param value the bits
     * @throws AioException as {@link #append(byte[])}
     */
    void appendU64(long value);

    /**
     * Adds bytes before the first one. Mirrors {@code nng_msg_insert}.
     *
     * @param bytes the bytes, which are copied
     * @throws AioException as {@link #append(byte[])}
     */
    void insert(byte[] bytes);

    /**
     * Adds bytes before the first one.
     *
     * @param bytes holds the bytes, which are copied
     * @param offset the index of the first byte
     * @param length how many
     * @throws AioException as {@link #append(byte[])}
     * @throws IndexOutOfBoundsException if the array is too short
     */
    void insert(byte[] bytes, int offset, int length);

    /**
     * Adds the remaining bytes of a buffer before the first byte, and moves the buffer's position to its limit.
     *
     * @param bytes the bytes, which are copied
     * @throws AioException as {@link #append(byte[])}
     */
    void insert(ByteBuffer bytes);

    /**
     * Adds 16 bits before the first byte. Mirrors {@code nng_msg_insert_u16}.
     *
     * @param value from 0 to 0xffff
     * @throws AioException as {@link #append(byte[])}
     * @throws IllegalArgumentException if the value is out of range
     */
    void insertU16(int value);

    /**
     * Adds 32 bits before the first byte. Mirrors {@code nng_msg_insert_u32}.
     *
     * @param value from 0 to 0xffffffffL
     * @throws AioException as {@link #append(byte[])}
     * @throws IllegalArgumentException if the value is out of range
     */
    void insertU32(long value);

    /**
     * Adds 64 bits before the first byte. Mirrors {@code nng_msg_insert_u64}.
     *
     * @param value the bits
     * @throws AioException as {@link #append(byte[])}
     */
    void insertU64(long value);

    /**
     * Removes bytes at the beginning. Mirrors {@code nng_msg_trim}.
     *
     * @param length how many
     * @throws AioException {@code EINVAL} if there are fewer bytes
     * @throws IllegalArgumentException if the length is negative
     */
    void trim(int length);

    /**
     * Removes 16 bits at the beginning. Mirrors {@code nng_msg_trim_u16}.
     *
     * @return the bits, from 0 to 0xffff
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    int trimU16();

    /**
     * Removes 32 bits at the beginning. Mirrors {@code nng_msg_trim_u32}.
     *
     * @return the bits, from 0 to 0xffffffffL
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    long trimU32();

    /**
     * Removes 64 bits at the beginning. Mirrors {@code nng_msg_trim_u64}.
     *
     * @return the bits
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    long trimU64();

    /**
     * Removes bytes at the end. Mirrors {@code nng_msg_chop}.
     *
     * @param length how many
     * @throws AioException {@code EINVAL} if there are fewer bytes
     * @throws IllegalArgumentException if the length is negative
     */
    void chop(int length);

    /**
     * Removes 16 bits at the end. Mirrors {@code nng_msg_chop_u16}.
     *
     * @return the bits, from 0 to 0xffff
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    int chopU16();

    /**
     * Removes 32 bits at the end. Mirrors {@code nng_msg_chop_u32}.
     *
     * @return the bits, from 0 to 0xffffffffL
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    long chopU32();

    /**
     * Removes 64 bits at the end. Mirrors {@code nng_msg_chop_u64}.
     *
     * @return the bits
     * @throws AioException {@code EINVAL} if there are fewer bytes
     */
    long chopU64();

    /**
     * Removes all bytes. A body keeps its capacity, unless it shares its bytes with a duplicate: the duplicate keeps
     * the bytes. Mirrors {@code nng_msg_clear} and {@code nng_msg_header_clear}.
     */
    void clear();
}
