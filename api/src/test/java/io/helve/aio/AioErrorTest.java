package io.helve.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AioErrorTest {
    /** Numbers and names as nng has them. */
    private static final String NNG = """
            OK 0, EINTR 1, ENOMEM 2, EINVAL 3, EBUSY 4, ETIMEDOUT 5, ECONNREFUSED 6, ECLOSED 7, EAGAIN 8, ENOTSUP 9,
            EADDRINUSE 10, ESTATE 11, ENOENT 12, EPROTO 13, EUNREACHABLE 14, EADDRINVAL 15, EPERM 16, EMSGSIZE 17,
            ECONNABORTED 18, ECONNRESET 19, ECANCELED 20, ENOFILES 21, ENOSPC 22, EEXIST 23, EREADONLY 24,
            EWRITEONLY 25, ECRYPTO 26, EPEERAUTH 27, EBADTYPE 30, ECONNSHUT 31, ESTOPPED 999, EINTERNAL 1000,
            ESYSERR 268435456, ETRANERR 536870912""";

    @Test
    void hasExactlyTheNamesAndNumbersOfNng() {
        Map<String, Integer> nng = new LinkedHashMap<>();
        for (String entry : NNG.split(",\\s*")) {
            nng.put(entry.split(" ")[0], Integer.valueOf(entry.split(" ")[1]));
        }
        assertEquals(
                nng,
                Arrays.stream(AioError.values())
                        .collect(Collectors.toMap(AioError::name, AioError::code, (a, b) -> a)));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsNumber(AioError error) {
        assertSame(error, AioError.of(error.code()));
        assertEquals(error.message(), AioError.strerror(error.code()));
        assertFalse(error.message().isBlank());
        assertFalse(error.message().endsWith("."));
    }

    @Test
    void systemAndTransportNumbersCarryTheirOwnNumber() {
        assertSame(AioError.ESYSERR, AioError.of(0x10000000 + 13));
        assertEquals("Operating system error #13", AioError.strerror(0x10000000 + 13));
        assertSame(AioError.ETRANERR, AioError.of(0x20000000 + 7));
        assertEquals("Transport error #7", AioError.strerror(0x20000000 + 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 28, 29, 32, 998, 1001, Integer.MIN_VALUE})
    void aNumberThatNngDoesNotHaveIsNamedAsUnknown(int code) {
        assertEquals("Unknown error #" + code, AioError.strerror(code));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> AioError.of(code));
        assertEquals("Unknown error #" + code, e.getMessage());
    }

    @Test
    void zeroIsASuccess() {
        assertEquals("Success", AioError.strerror(0));
    }
}
