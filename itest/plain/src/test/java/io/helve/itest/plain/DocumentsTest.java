package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.DropReason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name classes, methods, packages and files that exist. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..", "..");

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)*)(?:\\(.*\\))?");
    private static final Pattern PACKAGE = Pattern.compile("io\\.helve(?:\\.[a-z]\\w*)+");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

    /** Configurations and properties have these names, which look like packages. */
    private static final Set<String> PIDS = Set.of(
            "io.helve.aio.pool",
            "io.helve.sp.calls.max",
            "io.helve.sp.receive.max",
            "io.helve.sp.tls",
            "io.helve.sp.service",
            "io.helve.sp.url");

    /** Types of others that travel, or do not, between remote services. */
    private static final Set<String> OF_REMOTE_SERVICES = Set.of(
            "BigDecimal",
            "BigInteger",
            "Collection",
            "CompletionStage",
            "Flow",
            "Future",
            "IllegalArgumentException",
            "Instant",
            "Iterable",
            "List",
            "LocalDate",
            "LocalDateTime",
            "LocalTime",
            "Map",
            "MonthDay",
            "Object",
            "OffsetDateTime",
            "OffsetTime",
            "Optional",
            "OptionalDouble",
            "OptionalInt",
            "OptionalLong",
            "Period",
            "Promise",
            "PushStream",
            "ServiceException",
            "Set",
            "String",
            "Year",
            "YearMonth",
            "ZoneId",
            "ZoneOffset",
            "ZonedDateTime");

    /** Classes of others that the documents mention: the JDK's, OSGi's, Netty's and JeroMQ's. */
    private static final Set<String> FOREIGN = Set.of(
            "AsynchronousSocketChannel",
            "Bootstrap",
            "ByteBuf",
            "ByteBuffer",
            "Callable",
            "Channel",
            "ChannelFuture",
            "ChannelHandler",
            "CompletableFuture",
            "Consumer",
            "Duration",
            "EventLoopGroup",
            "Executor",
            "FastThreadLocalThread",
            "FileChannel",
            "ForkJoinPool",
            "HashedWheelTimer",
            "HttpClient",
            "IdleStateHandler",
            "IllegalStateException",
            "InputStream",
            "InterruptedException",
            "LengthFieldBasedFrameDecoder",
            "LockSupport",
            "LongAdder",
            "ManagedBlocker",
            "ObjectMethods",
            "OutOfMemoryError",
            "OutputStream",
            "ReadTimeoutHandler",
            "Recycler",
            "ReentrantLock",
            "Runnable",
            "ServerBootstrap",
            "ServiceLoader",
            "SslHandler",
            "StackOverflowError",
            "System",
            "Thread",
            "ThreadLocal",
            "ThreadPoolExecutor",
            "URLClassLoader",
            "VarHandle",
            "WebSocketClientHandshaker",
            "WebSocketServerHandshaker",
            "WebSocketServerProtocolHandler",
            "ZContext",
            "ZLoop",
            "ZPoller");

    @Test
    void everyClassAndMethodThatIsNamedExists() throws IOException {
        Map<String, String> sources = sources();
        Set<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            prose(document).forEach(code -> {
                if (!isPresent(code, sources)) {
                    missing.add(ROOT.relativize(document) + ": " + code);
                }
            });
        }
        assertEquals(Set.of(), missing);
    }

    private static boolean isPresent(String code, Map<String, String> sources) {
        var matcher = CLASS.matcher(code);
        if (!matcher.matches() || FOREIGN.contains(matcher.group(1)) || OF_REMOTE_SERVICES.contains(matcher.group(1))) {
            return true;
        }
        String source = sources.get(matcher.group(1));
        return source != null
                && Stream.of(matcher.group(2).split("\\."))
                        .allMatch(member -> inherited(matcher.group(1), member, source, sources));
    }

    /** A member may be declared in a class that the named one extends. */
    private static boolean inherited(String type, String member, String source, Map<String, String> sources) {
        if (member.isEmpty()
                || Pattern.compile("\\b" + member + "\\b").matcher(source).find()) {
            return true;
        }
        return Pattern.compile("\\b" + type + "\\b[^{]*?\\b(?:extends|implements)\\s+([^{]+)\\{")
                .matcher(source)
                .results()
                .flatMap(
                        found -> Pattern.compile("\\w+").matcher(found.group(1)).results())
                .map(MatchResult::group)
                .filter(parent -> !parent.equals(type) && sources.containsKey(parent))
                .anyMatch(parent -> inherited(parent, member, sources.get(parent), sources));
    }

    @Test
    void everyPackageThatIsNamedExists() throws IOException {
        Set<String> packages = new TreeSet<>(PIDS);
        for (Path file : files()) {
            String folder = file.getParent().toString().replace('/', '.');
            packages.add(folder.substring(folder.lastIndexOf("io.helve")));
        }
        // bundles and modules have the names of packages that need not be there
        List.of("api", "impl", "net", "sp", "shell", "ops", "remote")
                .forEach(module -> packages.add("io.helve." + module));
        Set<String> missing = new TreeSet<>();
        for (Path document : documents()) {
            prose(document)
                    .filter(code -> PACKAGE.matcher(code).matches() && !packages.contains(code))
                    .forEach(code -> missing.add(ROOT.relativize(document) + ": " + code));
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path document : documents()) {
            LINK.matcher(CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.contains("://"))
                    .map(target -> target.replaceFirst("#.*", ""))
                    .filter(target -> !target.isEmpty() && !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> broken.add(ROOT.relativize(document) + ": " + target));
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void everyReasonWhyMessagesAreDroppedHasARow() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/guide/why-dropped.md"));
        for (DropReason reason : DropReason.values()) {
            String row = "| `" + reason.statistic() + "` | `DropReason." + reason + "`: ";
            assertTrue(page.contains(row), row);
        }
    }

    @Test
    void everyClassThatHasALockHasARow() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/design/threads-and-locks.md"));
        Pattern comment = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
        Pattern lock = Pattern.compile("\\bsynchronized\\b|new (?:Reentrant|Socket)Lock\\(");
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (String module : List.of("api", "impl", "net", "sp", "shell", "ops", "remote", "app")) {
            for (Path file : filesOf(ROOT.resolve(module).resolve("src/main"))) {
                String name = file.getFileName().toString().replace(".java", "");
                if (lock.matcher(comment.matcher(Files.readString(file)).replaceAll(""))
                        .find()) {
                    found++;
                    if (!page.contains("`" + name + "`")) {
                        missing.add(name);
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(found >= 50, "only " + found + " classes with locks were found");
    }

    @Test
    void everyAttributeOfAConfigurationHasARow() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/guide/configuration.md"));
        Pattern attribute =
                Pattern.compile("@AttributeDefinition\\(.*?\\)\\s+\\w+ (\\w+)\\(\\) default ([^;]+);", Pattern.DOTALL);
        int rows = 0;
        for (String configuration : List.of(
                "PoolConfiguration",
                "NetConfiguration",
                "SpConfiguration",
                "OpsConfiguration",
                "RemoteConfiguration")) {
            for (MatchResult found :
                    attribute.matcher(sources().get(configuration)).results().toList()) {
                String value = found.group(2).endsWith("MAX_VALUE")
                        ? "no limit"
                        : found.group(2).replace("\"", "");
                String row = "| `" + found.group(1).replace('_', '.') + "` | " + value + " |";
                assertTrue(page.contains(row), row);
                rows++;
            }
        }
        assertTrue(rows >= 20, "only " + rows + " attributes were found");
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        Path docs = ROOT.resolve("docs");
        String index = Files.readString(docs.resolve("README.md"))
                + Files.readString(docs.resolve("guide/README.md"))
                        .replace("](", "](guide/")
                        .replace("](guide/../", "](")
                + Files.readString(docs.resolve("decisions/README.md")).replace("](", "](decisions/");
        for (Path document : documents()) {
            if (document.startsWith(docs) && !document.endsWith("docs/README.md")) {
                String link = "](" + docs.relativize(document) + ")";
                assertTrue(index.contains(link), "docs/README.md lacks " + link);
            }
        }
    }

    @Test
    void theMapFitsOntoAFewPages() throws IOException {
        long size = Files.size(ROOT.resolve("ARCHITECTURE.md"));
        assertTrue(size <= 8 * 1024, "ARCHITECTURE.md has " + size + " bytes; details go to docs/design");
    }

    /** {@return what stands between backticks outside of blocks of code} */
    private static Stream<String> prose(Path document) throws IOException {
        return CODE.matcher(CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .map(code -> code.group(1));
    }

    /** {@return all documents but the change log, which names classes that have gone} */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2);
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.of(docs, examples, root)
                    .flatMap(found -> found)
                    .filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
                    .sorted()
                    .toList();
        }
    }

    /** {@return the sources by the names of their classes, also of nested ones} */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        Pattern nested = Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");
        for (Path file : files()) {
            String source = Files.readString(file);
            String name = file.getFileName().toString().replace(".java", "");
            sources.merge(name, source, String::concat);
            nested.matcher(source)
                    .results()
                    .map(found -> found.group(1))
                    .filter(found -> !found.equals(name))
                    .forEach(found -> sources.merge(found, source, String::concat));
        }
        return sources;
    }

    /** {@return the Java files of all modules; nothing else is looked at, since builds change it meanwhile} */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path parent : List.of(ROOT, ROOT.resolve("itest"), ROOT.resolve("examples"))) {
            try (DirectoryStream<Path> modules = Files.newDirectoryStream(parent, Files::isDirectory)) {
                for (Path module : modules) {
                    files.addAll(filesOf(module.resolve("src")));
                }
            }
        }
        return files;
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/io/helve/"))
                    .toList();
        }
    }
}
