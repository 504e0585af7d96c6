package io.helve.ops.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A call of a method whose arguments are given as texts. */
final class TextCall {
    private static final long PATIENCE_SECONDS = 60;
    private static final String PROMISE = "org.osgi.util.promise.Promise";

    private static final Map<Class<?>, Function<String, Object>> SCALARS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(boolean.class, TextCall::bool),
            Map.entry(Boolean.class, TextCall::bool),
            Map.entry(byte.class, Byte::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(short.class, Short::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(float.class, Float::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(char.class, TextCall::character),
            Map.entry(Character.class, TextCall::character),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(UUID.class, UUID::fromString));

    private final String method;
    private final List<String> texts;

    TextCall(String method, List<String> texts) {
        this.method = method;
        this.texts = texts;
    }

    private record Candidate(Method method, Object[] arguments) {
        /** {@return how many parameters are texts: any argument can be one, so methods with fewer are preferred} */
        long textParameters() {
            return Arrays.stream(method.getParameterTypes())
                    .filter(String.class::equals)
                    .count();
        }
    }

    /**
     * Calls the method of the given name whose parameters the texts can be converted to.
     *
     * @return the result in text; what a promise is kept with
     * @throws IllegalArgumentException if there is no such method
     */
    String of(Object service, List<Class<?>> interfaces) throws Exception {
        List<Method> methods = interfaces.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(each -> each.getName().equals(method) && !each.isBridge())
                .toList();
        Candidate chosen = methods.stream()
                .flatMap(each -> candidate(each).stream())
                .min(Comparator.comparingLong(Candidate::textParameters)
                        .thenComparing(each -> each.method().toString()))
                .orElseThrow(() -> new IllegalArgumentException(noMethod(methods, interfaces)));
        try {
            chosen.method().setAccessible(true); // the interface may be that of a package which is not exported to us
            Object result = settled(chosen.method().invoke(service, chosen.arguments()));
            return chosen.method().getReturnType() == void.class ? "done" : text(result);
        } catch (InvocationTargetException | ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    private String noMethod(List<Method> methods, List<Class<?>> interfaces) {
        String known = (methods.isEmpty()
                        ? interfaces.stream().flatMap(type -> Arrays.stream(type.getMethods()))
                        : methods.stream())
                .map(TextCall::signature)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "no method " + method + " takes these " + texts.size() + " arguments; there are " + known;
    }

    private static String signature(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private Optional<Candidate> candidate(Method each) {
        Class<?>[] types = each.getParameterTypes();
        if (types.length != texts.size()) {
            return Optional.empty();
        }
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            Optional<Object> value = value(types[i], texts.get(i));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(value.get());
        }
        return Optional.of(new Candidate(each, arguments.toArray()));
    }

    private static Optional<Object> value(Class<?> type, String text) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(text))
                    .map(Object.class::cast)
                    .findFirst();
        }
        Function<String, Object> scalar = SCALARS.get(type);
        try {
            return scalar == null ? Optional.empty() : Optional.of(scalar.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    /** {@return the result, or what it promises} */
    private static Object settled(Object result) throws Exception {
        if (result instanceof CompletionStage<?> stage) {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        if (result instanceof Future<?> future) {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        if (result != null) {
            for (Class<?> type : result.getClass().getInterfaces()) {
                if (type.getName().equals(PROMISE)) {
                    return type.getMethod("getValue").invoke(result);
                }
            }
        }
        return result;
    }

    private static String text(Object result) {
        if (result == null || !result.getClass().isArray()) {
            return String.valueOf(result);
        }
        String nested = Arrays.deepToString(new Object[] {result});
        return nested.substring(1, nested.length() - 1);
    }
}
