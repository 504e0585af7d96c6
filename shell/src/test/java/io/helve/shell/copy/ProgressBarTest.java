package io.helve.shell.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long MIB = 1 << 20;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long now;
    private final ProgressBar bar = new ProgressBar(new PrintStream(shown, true, UTF_8), () -> now);

    @Test
    void showsShareRateAndRemainingTime() {
        bar.progress(0, 400 * MIB);
        pass(1);
        bar.progress(100 * MIB, 400 * MIB);

        assertEquals(" 25% [======>                 ] 100 MiB of 400 MiB  100 MiB/s  0:03 left", lastLine());
    }

    @Test
    void showsNoRateBeforeThereIsOne() {
        bar.progress(0, 400 * MIB);

        assertEquals("  0% [>                       ] 0 B of 400 MiB", lastLine());
    }

    @Test
    void theRateIsRightFromTheFirstByte() {
        pass(1);
        bar.progress(0, 400 * MIB);
        pass(1);
        bar.progress(100 * MIB, 400 * MIB);

        assertTrue(lastLine().endsWith("50.0 MiB/s  0:06 left"), lastLine());
    }

    @Test
    void saysWhatItWaitsForWhenAllIsWritten() {
        bar.progress(400 * MIB, 400 * MIB);

        assertEquals("100% [========================] 400 MiB of 400 MiB  forcing to the device", lastLine());
    }

    @Test
    void showsBytesAndRateIfTheSizeIsUnknown() {
        pass(2);
        bar.progress(3 * MIB, -1);

        assertEquals("3.00 MiB  1.50 MiB/s", lastLine());
    }

    @Test
    void aShorterLineCoversTheLongerOneBefore() {
        bar.progress(0, 400 * MIB);
        int length = lastLine().length();
        bar.progress(1, -1);

        String text = shown.toString(UTF_8);
        assertEquals(length, text.length() - text.lastIndexOf('\r') - 1);
    }

    @Test
    void fitsAnUsualTerminal() {
        for (long size = 1; size > 0; size *= 7) {
            pass(1000);
            bar.progress(size / 3, size);
            assertTrue(lastLine().length() < 80, lastLine());
        }
    }

    @Test
    void theRateFollowsTheRecentPast() {
        pass(100);
        bar.progress(100 * MIB, -1);
        pass(20);
        bar.progress(10_100 * MIB, -1);

        assertEquals("9.86 GiB  500 MiB/s", lastLine());
    }

    @Test
    void leavesAnEmptyLineBehind() {
        bar.progress(1, 2);
        bar.clear();

        String[] lines = shown.toString(UTF_8).split("\r", -1);
        assertTrue(lines[lines.length - 2].isBlank());
        assertEquals("", lines[lines.length - 1]);
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private String lastLine() {
        String text = shown.toString(UTF_8);
        return text.substring(text.lastIndexOf('\r') + 1).stripTrailing();
    }
}
