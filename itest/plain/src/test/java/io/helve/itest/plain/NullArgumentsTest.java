package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.provider.AioAcceptQueue;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.message.Messages;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.AbstractAddress;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No argument may be null unless the documentation of its method says so: every method of the API throws a
 * {@link NullPointerException} that names the argument for a null in place of any other argument.
 */
class NullArgumentsTest {
    /** The parameters whose documentation allows null, or says what null leads to: class, method, and position. */
    private static final Set<String> DOCUMENTED = Set.of(
            "AioFactory.alloc 1 of 2",
            "Aio.setInput 1 of 2",
            "Aio.setMessage 0 of 1",
            "Aio.setExpire 0 of 1",
            "Message.setPipe 0 of 1",
            "DatagramEndpoint.join 1 of 2",
            "DatagramEndpoint.leave 1 of 2",
            "SpSocket.onPipe 1 of 2",
            "TlsConfig.Builder.serverName 0 of 1",
            "TlsConfig.Builder.identity 1 of 2",
            "TlsConfig.Builder.identity 2 of 3",
            "AioOperation.start 1 of 2",
            "AioOperation.start 1 of 3",
            "AioOperation.startExclusive 1 of 2",
            "AioOperation.startExclusive 1 of 3",
            "AioOperation.finish 2 of 3",
            "AioOperation.setMessage 0 of 1",
            "AioOperation.setOutput 1 of 2",
            "AioAcceptQueue.close 1 of 2",
            "AioAcceptQueue.failWaiting 1 of 2",
            "AioAcceptQueue.offerFailure 1 of 2",
            "SpOption.of 2 of 5",
            "StreamOption.of 2 of 5");

    private final Map<Class<?>, Callable<Object>> samples = Map.ofEntries(
            Map.entry(int.class, () -> 1),
            Map.entry(long.class, () -> 1L),
            Map.entry(short.class, () -> (short) 1),
            Map.entry(byte.class, () -> (byte) 1),
            Map.entry(boolean.class, () -> false),
            Map.entry(Object.class, () -> "anything"),
            Map.entry(String.class, () -> "text"),
            Map.entry(byte[].class, () -> new byte[1]),
            Map.entry(ByteBuffer.class, () -> ByteBuffer.allocate(1)),
            Map.entry(ByteBuffer[].class, () -> new ByteBuffer[] {ByteBuffer.allocate(1)}),
            Map.entry(Duration.class, () -> Duration.ofMillis(1)),
            Map.entry(Instant.class, Instant::now),
            Map.entry(Path.class, () -> file()),
            Map.entry(OpenOption[].class, () -> new OpenOption[] {StandardOpenOption.READ}),
            Map.entry(InetAddress.class, () -> InetAddress.getByName("224.0.0.1")),
            Map.entry(
                    NetworkInterface.class,
                    () -> NetworkInterface.networkInterfaces().findFirst().orElseThrow()),
            Map.entry(KeyStore.class, () -> KeyStore.getInstance("PKCS12")),
            Map.entry(char[].class, () -> new char[1]),
            Map.entry(Class.class, () -> SpSockets.class),
            Map.entry(Executor.class, () -> (Executor) Runnable::run),
            Map.entry(Consumer.class, () -> (Consumer<Object>) given -> {}),
            Map.entry(BiConsumer.class, () -> (BiConsumer<Object, Object>) (one, two) -> {}),
            Map.entry(Function.class, () -> (Function<Object, Object>) given -> null),
            Map.entry(Callable.class, () -> (Callable<Object>) () -> null),
            Map.entry(CompletionStage.class, () -> CompletableFuture.completedFuture(null)),
            Map.entry(Supplier.class, () -> (Supplier<Object>) () -> null),
            Map.entry(Predicate.class, () -> (Predicate<Object>) given -> true),
            Map.entry(AioOperation.class, () -> AioOperation.start(this.aio(), null)),
            Map.entry(StreamConfig.Transport.class, () -> StreamConfig.Transport.AUTO),
            Map.entry(StreamConfig.Polling.class, () -> StreamConfig.Polling.THREADS),
            Map.entry(Throwable.class, () -> new IllegalStateException("a failure")),
            Map.entry(Aio.class, () -> this.aio()),
            Map.entry(AioConfig.class, () -> AioConfig.builder().build()),
            Map.entry(AioError.class, () -> AioError.ECANCELED),
            Map.entry(AioCanceller.class, () -> (AioCanceller) (operation, reason) -> operation.finish(reason, 0)),
            Map.entry(Message.class, () -> this.messages.of("text")),
            Map.entry(StreamUrl.class, () -> StreamUrl.parse("tcp://127.0.0.1:1")),
            Map.entry(StreamOption.class, () -> StreamOptions.TCP_NODELAY),
            Map.entry(StreamProperty.class, () -> StreamProperty.REMOTE_ADDRESS),
            Map.entry(TlsConfig.Version.class, () -> TlsConfig.Version.TLS_1_3),
            Map.entry(TlsConfig.AuthMode.class, () -> TlsConfig.AuthMode.NONE),
            Map.entry(SpOption.class, () -> SpOptions.SEND_TIMEOUT),
            Map.entry(SpProtocol.class, () -> SpProtocol.REQ),
            Map.entry(SpPipeEvent.class, () -> SpPipeEvent.AFTER_ADD),
            Map.entry(SpSocket.class, () -> this.sockets.openRaw(SpProtocol.REP)));

    @TempDir
    private Path directory;

    private AioRuntime runtime;
    private AioFactory factory;
    private Messages messages;
    private SpSockets sockets;
    private StreamFactory streams;
    private final Set<String> wrong = new TreeSet<>();

    @BeforeEach
    void open() throws Exception {
        runtime = AioRuntime.open();
        factory = runtime.factory();
        messages = runtime.service(Messages.class);
        sockets = runtime.service(SpSockets.class);
        streams = runtime.service(StreamFactory.class);
        Files.writeString(file(), "content");
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private Path file() {
        return directory.resolve("file");
    }

    /** {@return a handle with which nothing lasts} */
    private Aio aio() {
        Aio aio = factory.alloc();
        aio.setTimeout(Duration.ZERO);
        return aio;
    }

    @Test
    void handlesAndTheirFactory() throws Exception {
        check(AioFactory.class, () -> factory);
        check(Aio.class, factory::alloc);
        check(
                AioOperation.class,
                () -> AioOperation.start(factory.alloc(), (operation, reason) -> operation.finish(reason, 0)));
        check(AioQueue.class, () -> new AioQueue());
        check(AioAcceptQueue.class, () -> new AioAcceptQueue<>(() -> "accepting", given -> {}));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void runtimesAndTheirSettings() throws Exception {
        check(AioRuntime.class, () -> runtime);
        check(AioConfig.Builder.class, AioConfig::builder);
        check(TlsConfig.Builder.class, TlsConfig::builder);
        assertThrows(
                NullPointerException.class, () -> AioConfig.builder().pool(null).build());
        assertThrows(
                NullPointerException.class,
                () -> AioConfig.builder().idleTime(null).build());
        assertEquals(Set.of(), wrong);
    }

    @Test
    void optionsPropertiesAndNumbers() throws Exception {
        check(SpOption.class, () -> SpOptions.SEND_TIMEOUT);
        check(StreamOption.class, () -> StreamOptions.TCP_NODELAY);
        check(StreamProperty.class, () -> StreamProperty.REMOTE_ADDRESS);
        check(StreamConfig.class, () -> StreamConfig.DEFAULTS);
        check(SpProtocol.class, () -> SpProtocol.REQ);
        check(AioError.class, () -> AioError.OK);
        check(AbstractAddress.class, () -> new AbstractAddress("name"));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void files() throws Exception {
        AioFiles files = runtime.service(AioFiles.class);
        check(AioFiles.class, () -> files);
        Aio opening = factory.alloc();
        files.open(file(), opening, StandardOpenOption.READ);
        opening.await();
        try (AioFile opened = (AioFile) opening.getOutput(0)) {
            check(AioFile.class, () -> opened);
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void streams() throws Exception {
        check(StreamFactory.class, () -> streams);
        check(StreamUrl.class, () -> StreamUrl.parse("tcp://host:1"));
        check(StreamDialer.class, () -> streams.dialer("tcp://127.0.0.1:1"));
        check(StreamListener.class, () -> streams.listener("tcp://127.0.0.1:0"));
        check(DatagramEndpoint.class, () -> {
            DatagramEndpoint endpoint = streams.datagrams("udp://127.0.0.1:0");
            endpoint.bind();
            return endpoint;
        });
        StreamListener listener = streams.listener("tcp://127.0.0.1:0");
        listener.listen();
        listener.accept(factory.alloc());
        Aio dialing = factory.alloc();
        streams.dialer(listener.dialUrl()).dial(dialing);
        dialing.await();
        Stream stream = (Stream) dialing.getOutput(0);
        check(Stream.class, () -> stream);
        assertEquals(Set.of(), wrong);
    }

    @Test
    void messages() throws Exception {
        check(Messages.class, () -> messages);
        check(Message.class, () -> messages.of("text"));
        check(MessagePart.class, () -> messages.of("text").head());
        assertEquals(Set.of(), wrong);
    }

    @Test
    void sockets() throws Exception {
        check(SpSockets.class, () -> sockets);
        check(SpSocket.class, () -> sockets.open(SpProtocol.SUB));
        check(SpContext.class, () -> sockets.open(SpProtocol.SUB).openContext());
        check(SpDialer.class, () -> sockets.open(SpProtocol.SUB).dialer("inproc://null"));
        check(SpListener.class, () -> sockets.open(SpProtocol.SUB).listener("inproc://null"));
        SpSocket one = sockets.open(SpProtocol.PAIR0);
        SpSocket other = sockets.open(SpProtocol.PAIR0);
        one.listen("inproc://pipe");
        other.dial("inproc://pipe");
        other.send(messages.of("text"));
        SpPipe pipe = SpPipe.of(one.receive());
        check(SpPipe.class, () -> pipe);
        assertEquals(Set.of(), wrong);
    }

    /** Calls every method of a type with null for each of its arguments in turn. */
    private void check(Class<?> type, Callable<?> target) throws Exception {
        for (Method method : type.getMethods()) {
            if (Set.of(Object.class, Enum.class).contains(method.getDeclaringClass())
                    || method.isSynthetic()
                    || method.getName().equals("valueOf")) {
                continue;
            }
            Class<?>[] parameters = method.getParameterTypes();
            for (int i = 0; i < parameters.length; i++) {
                String parameter = name(type) + "." + method.getName() + " " + i + " of " + parameters.length;
                if (!parameters[i].isPrimitive()
                        && !DOCUMENTED.contains(parameter)
                        && !method.getName().equals("equals")) {
                    call(parameter, method, target, i);
                }
            }
        }
    }

    /** {@return whether code of ours has thrown the exception, and not the virtual machine at a use of the argument} */
    private static boolean namesArgument(NullPointerException thrown) {
        return thrown.getMessage() != null && !thrown.getMessage().startsWith("Cannot ");
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private void call(String parameter, Method method, Callable<?> target, int position) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            Callable<Object> sample = samples.get(types[i]);
            if (sample == null && i != position) {
                throw new AssertionError("a sample of " + types[i] + " is missing, for " + method);
            }
            arguments[i] = i == position ? null : sample.call();
        }
        String signature = Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.joining(", ", " (", ") "));
        try {
            Object result = method.invoke(Modifier.isStatic(method.getModifiers()) ? null : target.call(), arguments);
            wrong.add(parameter + signature + "returns " + result);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof NullPointerException thrown) || !namesArgument(thrown)) {
                wrong.add(parameter + signature + "throws " + e.getCause());
            }
        }
    }
}
