package io.helve.remote.call;

import io.helve.remote.codec.TypeCodec;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A method that can be called from afar.
 *
 * @param method the method of the interface
 * @param hash what calls name the method by, see {@link #hash(String)}
 * @param parameters the codecs of the arguments
 * @param result the codec of the result; of what is promised, if the result is promised
 * @param async how the result is promised; null if the caller waits for it
 */
public record RemoteMethod(Method method, long hash, List<TypeCodec> parameters, TypeCodec result, AsyncType async) {
    /**
     * Returns the signature of a method, which no other method of its interface has.
     *
     * @return the name and the erased types of the parameters, such as {@code add(int,java.lang.String,long[])}
     */
    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getTypeName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    /** {@return the first eight bytes of the SHA-256 of a signature in UTF-8, big-endian} */
    static long hash(String signature) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(signature.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
