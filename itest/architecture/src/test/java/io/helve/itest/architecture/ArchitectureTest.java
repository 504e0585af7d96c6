package io.helve.itest.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between bundles and between their packages point one way. */
class ArchitectureTest {
    /** Annotations for tools: nobody needs their classes at run time. */
    private static final List<String> ANNOTATIONS =
            List.of("org.osgi.annotation", "com.google.errorprone.annotations", "org.jspecify.annotations");

    private static JavaClasses helve;

    @BeforeAll
    static void readTheBundles() {
        helve = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.helve");
    }

    @ParameterizedTest
    @EnumSource
    void aBundleKnowsTheApiAndItsLibrariesOnly(Bundle bundle) {
        classes()
                .that(are(bundle))
                .should(knowOnly("the JDK, the API, itself and its libraries", known -> mayKnow(bundle, known)))
                .check(helve);
    }

    @Test
    void everyExportedPackageOfTheApiTellsWhereNullMayBe() {
        for (String room : Rooms.API) {
            JavaClass description = helve.get("io.helve." + room + ".package-info");
            assertEquals(
                    !room.equals("internal"),
                    description.isAnnotatedWith("org.jspecify.annotations.NullMarked"),
                    "whether the package io.helve." + room + " is annotated with @NullMarked");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPackageKnowsNoneAboveIt(Bundle bundle) {
        classes()
                .that(are(bundle))
                .should(new ArchCondition<>("know packages of their bundle below them only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                            JavaClass known = arrow.getTargetClass().getBaseComponentType();
                            if (isOurs(known) && Bundle.of(known) == bundle && !isBelow(bundle, type, known)) {
                                events.add(SimpleConditionEvent.violated(type, arrow.getDescription()));
                            }
                        }
                    }
                })
                .check(helve);
    }

    @ParameterizedTest
    @EnumSource
    void everyPackageHasItsPlaceInTheOrder(Bundle bundle) {
        Set<String> there = new TreeSet<>();
        helve.stream().filter(type -> Bundle.of(type) == bundle).forEach(type -> there.add(bundle.room(type)));
        assertEquals(new TreeSet<>(bundle.rooms), there, "the packages of " + bundle + ", which Rooms puts in order");
    }

    @Test
    void onlyPackagesNamedOsgiKnowOsgi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..osgi")
                .should(knowAny(
                        "OSGi",
                        known -> Bundle.isIn(known.getPackageName(), "org.osgi")
                                && !Bundle.isIn(known.getPackageName(), "org.osgi.annotation")))
                .check(helve);
    }

    /**
     * Transports of others can do what ours do: ours use the API, and classes over the API that anybody can write. What
     * a transport gets from its socket is in the public packages.
     */
    @ParameterizedTest
    @ValueSource(strings = {"stream", "udp", "inproc"})
    void ourTransportsUseNothingThatOthersCannot(String room) {
        String own = "io.helve.sp.impl." + room;
        classes()
                .that()
                .resideInAPackage(own)
                .should(knowOnly(
                        "the JDK and the API",
                        known -> !isOurs(known)
                                || Bundle.of(known) == Bundle.API
                                || known.getPackageName().equals(own)
                                || known.getPackageName().equals("io.helve.sp.impl.operation")))
                .check(helve);
    }

    @Test
    void aPackageLivesInOneBundle() {
        Map<String, Set<String>> homes = new TreeMap<>();
        for (JavaClass type : helve) {
            String path = type.getName().replace('.', '/') + ".class";
            String uri = type.getSource().orElseThrow().getUri().toString();
            homes.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(uri.replace(path, ""));
        }
        assertTrue(homes.values().stream().allMatch(home -> home.size() == 1), homes::toString);
    }

    /**
     * A name stands for one thing: no two classes of the bundles have the same name, also in different bundles.
     * Packages named {@code osgi} are left out: bundles share no package that knows OSGi, so two of them may need the
     * same adapter.
     */
    @Test
    void aNameIsTheNameOfOneClass() {
        Map<String, Set<String>> named = new TreeMap<>();
        helve.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getPackageName().endsWith(".osgi"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .forEach(type -> named.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getName()));
        named.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), named);
    }

    @Test
    void nothingOutlivesItsBundle() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .because("thread locals and shutdown hooks keep the class loader of a bundle that has gone")
                .check(helve);
    }

    @Test
    void threadsKeepNoClassLoaderWhenTheyHaveEnded() {
        noClasses()
                .that()
                .areNotAssignableTo(Thread.class)
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .because("Felix may keep an ended thread, and with it the bundle of its body; DetachedThread drops it")
                .check(helve);
    }

    @Test
    void loggingNeverThrows() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.helve.internal.SafeLogger")
                .and()
                .resideInAnyPackage("io.helve.impl..", "io.helve.net..", "io.helve.sp.impl..", "io.helve.internal..")
                .should()
                .callMethod(System.class, "getLogger", String.class)
                .orShould()
                .callMethod(System.class, "getLogger", String.class, ResourceBundle.class)
                .because("a log service that has gone must not end a thread; SafeLogger drops what cannot be logged")
                .check(helve);
    }

    private static boolean mayKnow(Bundle bundle, JavaClass known) {
        String name = known.getPackageName();
        if (isOurs(known)) {
            return Bundle.of(known) == Bundle.API || Bundle.of(known) == bundle;
        }
        return isOfJdk(name)
                || ANNOTATIONS.stream().anyMatch(annotations -> Bundle.isIn(name, annotations))
                || bundle.libraries.stream().anyMatch(library -> Bundle.isIn(name, library))
                || bundle != Bundle.API && Bundle.isIn(name, "org.osgi");
    }

    private static boolean isOfJdk(String packageName) {
        return packageName.isEmpty() || Bundle.isIn(packageName, "java") || Bundle.isIn(packageName, "javax");
    }

    private static boolean isOurs(JavaClass type) {
        return Bundle.isIn(type.getPackageName(), "io.helve");
    }

    private static boolean isBelow(Bundle bundle, JavaClass type, JavaClass known) {
        String from = bundle.room(type);
        String to = bundle.room(known);
        return bundle.rooms.indexOf(to) <= bundle.rooms.indexOf(from)
                || bundle == Bundle.API
                        && Rooms.CIRCLES.stream().anyMatch(circle -> circle.containsAll(List.of(from, to)));
    }

    private static DescribedPredicate<JavaClass> are(Bundle bundle) {
        return DescribedPredicate.describe("are in " + bundle.prefix, type -> Bundle.of(type) == bundle);
    }

    private static ArchCondition<JavaClass> knowOnly(String whom, Predicate<JavaClass> allowed) {
        return new ArchCondition<>("know only " + whom) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                    boolean fine = allowed.test(arrow.getTargetClass().getBaseComponentType());
                    events.add(new SimpleConditionEvent(type, fine, arrow.getDescription()));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> knowAny(String whom, Predicate<JavaClass> target) {
        return new ArchCondition<>("know " + whom) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                    boolean hit = target.test(arrow.getTargetClass().getBaseComponentType());
                    events.add(new SimpleConditionEvent(type, hit, arrow.getDescription()));
                }
            }
        };
    }
}
