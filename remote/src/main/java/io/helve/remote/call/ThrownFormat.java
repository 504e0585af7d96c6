package io.helve.remote.call;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.helve.remote.codec.Cbor;
import io.helve.remote.codec.MalformedValueException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Exceptions of services: the names of the class and its superclasses, the message, and the stack as text. The client
 * compares the names with those of the exceptions that its own method declares, and with a fixed list; it never looks
 * for a class by a name that has arrived.
 */
final class ThrownFormat {
    private static final int NAMES_MAX = 32;
    private static final int NAME_MAX = 1000;
    private static final int TEXT_MAX = 8192;

    private static final List<Class<? extends Throwable>> UNCHECKED = List.of(
            ArithmeticException.class,
            ArrayIndexOutOfBoundsException.class,
            ClassCastException.class,
            ConcurrentModificationException.class,
            DateTimeException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            NoSuchElementException.class,
            NullPointerException.class,
            NumberFormatException.class,
            SecurityException.class,
            StringIndexOutOfBoundsException.class,
            UnsupportedOperationException.class);

    private final Map<String, Class<? extends Throwable>> unchecked = new HashMap<>();

    ThrownFormat(RemoteTypes types) {
        UNCHECKED.forEach(each -> unchecked.put(each.getName(), each));
        types.exceptions().forEach(each -> unchecked.put(each.getName(), each));
    }

    static void write(Throwable thrown, JsonGenerator out) throws IOException {
        List<String> names = new ArrayList<>();
        Class<?> type = thrown.getClass();
        do {
            names.add(type.getName());
            type = type.getSuperclass();
        } while (type != Throwable.class && type != Object.class && names.size() < NAMES_MAX);
        out.writeStartArray(null, 3);
        out.writeStartArray(null, names.size());
        for (String name : names) {
            out.writeString(name);
        }
        out.writeEndArray();
        write(text(thrown), out);
        write(stack(thrown), out);
        out.writeEndArray();
    }

    private static void write(String text, JsonGenerator out) throws IOException {
        if (text == null) {
            out.writeNull();
        } else {
            out.writeString(printable(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text));
        }
    }

    /** Replaces halves of surrogate pairs, which UTF-8 cannot carry. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String text(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | Error e) {
            return null; // the exception is the service's, and so is its method
        }
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (RuntimeException | Error e) {
            return thrown.getClass().getName();
        }
        return text.toString();
    }

    /** {@return the exception that a call ends with} */
    Throwable read(JsonParser in, RemoteMethod method) throws IOException {
        Cbor.startArray(in);
        Cbor.next(in);
        List<String> names = names(in);
        String message = textOrNull(in);
        String stack = textOrNull(in);
        Cbor.endArray(in);
        return of(names, message, stack, method);
    }

    private static List<String> names(JsonParser in) throws IOException {
        Cbor.startArray(in);
        List<String> names = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (names.size() == NAMES_MAX) {
                throw new MalformedValueException("an exception has too many names");
            }
            names.add(Cbor.text(in, NAME_MAX));
        }
        if (names.isEmpty()) {
            throw new MalformedValueException("an exception has no name");
        }
        return names;
    }

    private static String textOrNull(JsonParser in) throws IOException {
        Cbor.next(in);
        return in.currentToken() == JsonToken.VALUE_NULL ? null : Cbor.text(in, TEXT_MAX);
    }

    private Throwable of(List<String> names, String message, String stack, RemoteMethod method) {
        String name = names.get(0);
        RemoteFailure remote = new RemoteFailure(
                RemoteFailure.Kind.SERVICE_EXCEPTION,
                "the service has thrown " + (message == null ? name : name + ": " + message),
                stack == null ? null : new RemoteTrace(stack));
        Class<? extends Throwable> type = unchecked.get(name);
        boolean isExact = type != null;
        for (int i = 0; type == null && i < names.size(); i++) {
            type = declared(method, names.get(i));
            isExact = type != null && i == 0;
        }
        Throwable made = type == null ? null : instantiate(type, isExact ? message : remote.getMessage());
        if (made == null) {
            return remote;
        }
        if (made.getCause() == null && stack != null) {
            try {
                made.initCause(new RemoteTrace(stack));
            } catch (IllegalStateException e) {
                // its constructor has set the cause to null
            }
        }
        return made;
    }

    private static Class<? extends Throwable> declared(RemoteMethod method, String name) {
        for (Class<?> each : method.method().getExceptionTypes()) {
            if (each.getName().equals(name) && each != Exception.class && each != RuntimeException.class) {
                return each.asSubclass(Throwable.class);
            }
        }
        return null;
    }

    private static Throwable instantiate(Class<? extends Throwable> type, String message) {
        Throwable made = instantiate(type, new Class<?>[] {String.class}, message);
        if (made == null) {
            made = instantiate(type, new Class<?>[] {String.class, Throwable.class}, message, null);
        }
        return made == null ? instantiate(type, new Class<?>[0]) : made;
    }

    private static Throwable instantiate(Class<? extends Throwable> type, Class<?>[] parameters, Object... values) {
        try {
            Constructor<? extends Throwable> constructor = type.getConstructor(parameters);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
