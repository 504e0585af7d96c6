package io.helve.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFiles;
import io.helve.sp.SpSockets;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.ZContext;
import org.zeromq.ZMQException;

@Timeout(180)
class TasksTest {
    @Test
    void theTableOfTheGuideIsWhatIsCounted() throws Exception {
        String page = Files.readString(Path.of("..", "..", "docs", "guide", "lines-of-code.md"));
        String table = LineCount.table(Path.of(""));
        assertTrue(page.contains(table), "docs/guide/lines-of-code.md must have:\n" + table);
    }

    @Test
    void helveAnswersWhatIsAsked() throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            HelveTasks.reply(runtime.factory(), sockets, "inproc://service");
            assertEquals(
                    "hello", new String(HelveTasks.ask(sockets, "inproc://service", "hello".getBytes(UTF_8)), UTF_8));
        }
    }

    @Test
    void helveHandsOutJobs() throws Exception {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            HelveTasks.pull(runtime.factory(), sockets, "inproc://jobs", job -> done.add(new String(job, UTF_8)));
            HelveTasks.push(sockets, "inproc://jobs", List.of("one".getBytes(UTF_8), "two".getBytes(UTF_8)));
            await().atMost(Duration.ofSeconds(60)).until(() -> List.copyOf(done).equals(List.of("one", "two")));
        }
    }

    @Test
    void helveCallsEverySecondAndReadsFiles(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "0123456789".repeat(10));
        CountDownLatch called = new CountDownLatch(1);
        try (AioRuntime runtime = AioRuntime.open();
                Aio timer = HelveTasks.everySecond(runtime.factory(), called::countDown)) {
            assertEquals(
                    80,
                    HelveTasks.head(runtime.factory(), AioFiles.of(runtime), file)
                            .remaining());
            assertTrue(called.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void jeroMqAnswersWhatIsAsked() {
        try (ZContext context = new ZContext()) {
            ZContext shared = context.shadow();
            new Thread(() -> {
                        try {
                            JeroMqTasks.reply(shared, "inproc://service");
                        } catch (ZMQException e) {
                            // the context is closed
                        }
                    })
                    .start();
            assertEquals(
                    "hello", new String(JeroMqTasks.ask(context, "inproc://service", "hello".getBytes(UTF_8)), UTF_8));
        }
    }

    @Test
    void nettyAnswersWhatIsAsked() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel service = NettyTasks.reply(group, 0);
            int port = ((InetSocketAddress) service.localAddress()).getPort();
            assertEquals("hello", new String(NettyTasks.ask(group, port, "hello".getBytes(UTF_8)), UTF_8));
        } finally {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void theTasksInCCompile(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/include/nng/nng.h")), "nng's header files are missing: libnng-dev");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-std=c11",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-c",
                        "-o",
                        folder.resolve("tasks.o").toString(),
                        "src/main/c/tasks.c")
                .inheritIO()
                .start();
        assertEquals(0, compiler.waitFor());
    }
}
