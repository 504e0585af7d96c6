package io.helve.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AioExceptionTest {
    @Test
    void carriesErrorCauseAndCount() {
        IOException cause = new IOException("disk on fire");
        AioException e = new AioException(AioError.ENOSPC, "writing 10 bytes", cause, 3);
        assertSame(AioError.ENOSPC, e.error());
        assertSame(cause, e.getCause());
        assertEquals(3, e.count());
        assertEquals("ENOSPC: writing 10 bytes", e.getMessage());
    }

    @Test
    void withoutDetailHasTheErrorsText() {
        AioException e = new AioException(AioError.ETIMEDOUT, null);
        assertEquals("ETIMEDOUT: Timed out", e.getMessage());
        assertNull(e.getCause());
        assertEquals(0, e.count());
    }

    @Test
    void needsAnError() {
        NullPointerException e = assertThrows(NullPointerException.class, () -> new AioException(null, "x"));
        assertEquals("error", e.getMessage());
    }
}
