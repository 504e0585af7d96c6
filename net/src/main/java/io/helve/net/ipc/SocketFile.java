package io.helve.net.ipc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.net.eventloop.IoBackend;
import io.helve.net.eventloop.SocketPath;
import io.helve.net.scheme.Errors;
import io.helve.net.socket.BindTarget;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket file of one listener.
 *
 * <pre>
 * bind     the socket is bound in a new folder beside the path, which only this user can enter
 * publish  the file gets its permissions and then, with link(2), its path; link fails if the path is taken
 * release  the file at the path is removed if it is this socket's, by device and inode; then the socket is closed
 * </pre>
 *
 * <p>So the file is at its path only while the socket listens, and always with its permissions. Two starters never
 * overwrite each other: one link succeeds, the other starter finds a living listener. A file that a dead process has
 * left is moved aside first. Only the starter that has created the folder {@code claim} may do so. A file that turns
 * out to be a living listener's, of a program that knows no claims, is moved back to its path. The kernel keeps the
 * inode of a bound socket until the socket is closed, so no other file can have the same number while the listener
 * lives. Netty removes the file at the address that was bound, when it closes the channel; nothing is there any more.
 *
 * <p>Without POSIX permissions (Windows) the socket is bound at its path directly.
 */
final class SocketFile implements BindTarget {
    private static final int ATTEMPTS = 100;

    /** How long a starter waits at most for others that remove a dead file. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /**
     * A claim that is older than this was left by a process that has died: a process that lives removes its claim after
     * milliseconds.
     */
    private static final Duration STALE = Duration.ofSeconds(2);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    /** The longest path that the JDK connects to, in bytes. */
    private static final int LONGEST_PROBED = 106;

    private final Path path;
    private final IoBackend backend;

    /** The mode of the file, or null for the umask's. */
    private final Integer mode;

    /** The folder in which the socket is bound; null where the socket is bound at its path. */
    private final Path folder;

    /** The socket file within the folder. */
    private final Path hidden;

    /** A shorter way to the folder, if the path of the hidden file is too long to be bound; or null. */
    private final Shortcut shortcut;

    /** The identity of the file at the path, once it is there; null if the file system does not tell it. */
    @GuardedBy("this")
    private Object key;

    /** Whether the file has been at the path. */
    @GuardedBy("this")
    private boolean published;

    @GuardedBy("this")
    private boolean released;

    private record Identity(Object key, FileTime modified) {
        static Identity of(Path file) throws IOException {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Identity(found.fileKey(), found.lastModifiedTime());
        }
    }

    private SocketFile(Path path, IoBackend backend, Integer mode, Path folder) throws IOException {
        this.path = path;
        this.backend = backend;
        this.mode = mode;
        this.folder = folder;
        if (folder == null) {
            hidden = path;
            shortcut = null;
        } else {
            Path usual = folder.resolve(path.getFileName());
            boolean fits = length(usual) <= backend.longestPath();
            shortcut = fits ? null : Shortcut.to(folder);
            hidden = fits ? usual : folder.resolve("s");
        }
    }

    /**
     * Prepares the binding of a path.
     *
     * @param path the path
     * @param backend the kind of I/O that carries the socket
     * @param mode the mode of the file, or null for the umask's
     * @return the file
     * @throws IOException if the path is taken by a living socket or another file, or cannot be used
     */
    static SocketFile prepare(Path path, IoBackend backend, Integer mode) throws IOException {
        if (length(path) > backend.longestPath()) {
            throw new BindException("path too long for " + backend.name() + ", which takes " + backend.longestPath()
                    + " bytes: " + path);
        }
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (isThere(path) && isDead(path) && !posix) {
            Files.deleteIfExists(path);
        }
        Path folder = posix ? newFolder(path) : null;
        try {
            return new SocketFile(path, backend, mode, folder);
        } catch (IOException | RuntimeException e) {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
            throw e;
        }
    }

    private static Path newFolder(Path path) throws IOException {
        for (int attempt = 0; ; attempt++) {
            String name = String.format(".%08x", ThreadLocalRandom.current().nextInt());
            try {
                return Files.createDirectory(
                        path.resolveSibling(name),
                        PosixFilePermissions.asFileAttribute(EnumSet.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE)));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (NoSuchFileException e) { // the message names the new folder, which nobody has asked for
                throw because(e, new NoSuchFileException(path.toString(), null, "its folder is not there"));
            } catch (AccessDeniedException e) {
                throw because(
                        e, new AccessDeniedException(path.toString(), null, "nothing may be created in its folder"));
            }
        }
    }

    private static IOException because(IOException cause, IOException clearer) {
        clearer.initCause(cause);
        return clearer;
    }

    private static int length(Path path) {
        return SocketPath.text(path).getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public SocketAddress address() {
        Path bound = shortcut == null ? hidden : shortcut.way().resolve(hidden.getFileName());
        return backend.fileAddress(SocketPath.text(bound));
    }

    // ---- publishing

    @Override
    public synchronized void bound() throws IOException {
        setPermissions();
        key = Identity.of(hidden).key();
        if (folder != null) {
            publish();
        }
        published = true;
        removeFolder();
    }

    private void setPermissions() throws IOException {
        if (mode == null) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode >> 8 - permission.ordinal() & 1) != 0) {
                permissions.add(permission);
            }
        }
        Files.setPosixFilePermissions(hidden, permissions);
    }

    private void publish() throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE) {
            try {
                Files.createLink(path, hidden);
                return;
            } catch (FileAlreadyExistsException e) {
                removeDead();
            } catch (UnsupportedOperationException | FileSystemException e) {
                if (!isThere(path)) { // a file system without links; a rename would replace a file there unasked
                    Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
                removeDead();
            }
        }
        throw new BindException("Address already in use: others bind " + path + " all the time");
    }

    /**
     * Moves the file at the path away if it is a socket on which no process answers. Only one starting listener may do
     * so at a time. If two did, one of them could move away the file of a listener that has just bound; a third could
     * take the path meanwhile, and the bound listener would have no file.
     */
    private void removeDead() throws IOException {
        Path claim = claim(path);
        try {
            Files.createDirectory(claim);
        } catch (FileAlreadyExistsException e) {
            removeIfStale(claim);
            LockSupport.parkNanos(this, PAUSE);
            return;
        }
        try {
            moveDeadAside();
        } finally {
            Files.deleteIfExists(claim);
        }
    }

    /** {@return the folder that the one starter makes which may remove a dead file at a path} */
    static Path claim(Path path) {
        return path.resolveSibling(
                String.format(".%08x.claim", path.getFileName().toString().hashCode()));
    }

    private static void removeIfStale(Path claim) throws IOException {
        try {
            FileTime made = Files.getLastModifiedTime(claim, LinkOption.NOFOLLOW_LINKS);
            if (made.toInstant().plus(STALE).isBefore(Instant.now())) {
                Files.deleteIfExists(claim);
            }
        } catch (NoSuchFileException e) {
            // the other starter has finished
        }
    }

    /**
     * The file is moved aside, because a program that knows no claims may replace it between the look and the removal.
     */
    private void moveDeadAside() throws IOException {
        Path aside = folder.resolve("dead");
        try {
            Identity seen = Identity.of(path);
            if (!isDead(path)) {
                return; // the file has gone meanwhile
            }
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
            if (!Identity.of(aside).equals(seen)) {
                Files.createLink(path, aside);
            }
        } catch (NoSuchFileException e) {
            return; // the file has gone meanwhile
        } catch (FileAlreadyExistsException e) {
            // a third program has the path now
        }
        Files.deleteIfExists(aside);
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * {@return whether the file is a socket on which nobody answers; false if it has been removed meanwhile} A living
     * socket and any other kind of file is an error.
     */
    private static boolean isDead(Path file) throws IOException {
        try {
            if (!isSocket(file)) {
                throw new BindException("Address already in use: " + file + " is there, and is no socket");
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        if (isRefused(file)) {
            return true;
        }
        if (isThere(file)) {
            throw new BindException("Address already in use: " + file);
        }
        return false;
    }

    private static boolean isSocket(Path path) throws IOException {
        try {
            return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) >>> 12 == 014;
        } catch (UnsupportedOperationException | IllegalArgumentException e) { // a system without modes
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        }
    }

    /** {@return whether the system refuses a connection, as it does if no process listens} */
    private static boolean isRefused(Path file) throws IOException {
        if (length(file) > LONGEST_PROBED) {
            try (Shortcut link = Shortcut.to(file)) {
                return isRefused(link.way());
            }
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // a blocking connect would wait for a living listener whose queue is full
            probe.connect(UnixDomainSocketAddress.of(file));
            return false;
        } catch (IOException e) {
            switch (Errors.of(e)) {
                case ECONNREFUSED -> {
                    return true;
                }
                case ENOENT, EAGAIN -> { // removed meanwhile; or the queue of a living listener is full
                    return false;
                }
                default -> throw e;
            }
        }
    }

    // ---- the end

    /** Removes the file at the path if it is this socket's. */
    @Override
    public synchronized void release() {
        if (released) {
            return;
        }
        released = true;
        try {
            if (published && isOurs()) {
                Files.deleteIfExists(path);
            } else if (!published) {
                removeFolder();
            }
        } catch (IOException e) {
            // the file has gone, or the directory is not writable any more
        }
    }

    @GuardedBy("this")
    private boolean isOurs() throws IOException {
        return key == null ? isSocket(path) : key.equals(Identity.of(path).key());
    }

    private void removeFolder() throws IOException {
        if (folder != null) {
            Files.deleteIfExists(hidden);
            Files.deleteIfExists(folder);
        }
        if (shortcut != null) {
            shortcut.close();
        }
    }

    @Override
    public SocketAddress localAddress(Channel channel) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
