package io.noderesource.backend.lvm.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bindings of liblvm2app are what a C compiler makes of its header. Debian 12 has no package of the library. */
@Timeout(120)
class Lvm2AppLayoutTest {

    private static final String CC = "/usr/bin/cc";
    private static final Map<Class<?>, String> C_TYPES = Map.of(
            void.class, "void",
            int.class, "int",
            long.class, "long",
            String.class, "const char *",
            Pointer.class, "void *",
            PropertyValue.ByValue.class, "struct lvm_property_value");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsACompiler() {
        if (Files.isExecutable(Path.of(CC))) {
            return;
        }
        if ("required".equals(System.getProperty("sandbox"))) {
            fail("there is no " + CC + ", so the bindings of liblvm2app were not checked: install gcc and libc6-dev");
        }
        System.out.println("NOT CHECKED: the bindings of liblvm2app, as there is no " + CC);
        Assumptions.abort("no C compiler");
    }

    @Test
    void structuresAreAsTheCompilerLaysThemOut() throws IOException {
        String printed = run("""
                #include <stddef.h>
                #include <stdio.h>
                #include <string.h>
                static int bits(struct lvm_property_value v) { int i; memcpy(&i, &v, sizeof i); return i; }
                int main(void) {
                  printf("%zu %zu\\n", sizeof(struct lvm_property_value), offsetof(struct lvm_property_value, value));
                  printf("%d %d %d\\n", bits((struct lvm_property_value) {.is_string = 1}),
                      bits((struct lvm_property_value) {.is_integer = 1}), bits((struct lvm_property_value) {.is_valid = 1}));
                  printf("%zu %zu %zu\\n", offsetof(struct dm_list, n), offsetof(struct lvm_pv_list, pv),
                      offsetof(struct lvm_str_list, str));
                  return 0;
                }
                """);
        PropertyValue value = new PropertyValue();
        assertThat(printed.lines())
                .containsExactly(
                        value.size() + " 8",
                        PropertyValue.IS_STRING + " " + PropertyValue.IS_INTEGER + " " + PropertyValue.IS_VALID,
                        DmList.NEXT + " " + DmList.PAYLOAD + " " + DmList.PAYLOAD);
        value.value = 0x1122334455667788L;
        value.write();
        assertThat(value.getPointer().getLong(8)).isEqualTo(value.value);
    }

    @Test
    void functionsAreAsDeclared() throws IOException {
        StringBuilder program = new StringBuilder();
        for (Method method : LibLvm2App.class.getDeclaredMethods()) {
            program.append("_Static_assert(__builtin_types_compatible_p(__typeof__(")
                    .append(method.getName())
                    .append("), ")
                    .append(C_TYPES.get(method.getReturnType()))
                    .append(" (")
                    .append(
                            method.getParameterCount() == 0
                                    ? "void"
                                    : Arrays.stream(method.getParameterTypes())
                                            .map(C_TYPES::get)
                                            .collect(Collectors.joining(", ")))
                    .append(")), \"")
                    .append(method.getName())
                    .append("\");\n");
        }
        program.append("int main(void) { return 0; }\n");
        assertThat(run(program.toString())).isEmpty();
        assertThat(LibLvm2App.class.getDeclaredMethods()).hasSizeGreaterThan(20);
    }

    /** Those take numbers for pointers, and as many of them. */
    @Test
    void directlyMappedFunctionsAreAsDeclared() throws IOException {
        Map<String, String> types = Map.of(
                "lvm_vg_open", "void *(void *, const char *, const char *, int)",
                "lvm_vg_create", "void *(void *, const char *)",
                "lvm_list_pvs", "void *(void *)",
                "pthread_sigmask", "int (int, const sigset_t *, sigset_t *)");
        List<Method> methods = Stream.of(LockingCalls.App.class, LockingCalls.Mask.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .toList();
        assertThat(methods).extracting(Method::getName).containsExactlyInAnyOrderElementsOf(types.keySet());
        StringBuilder program = new StringBuilder("#include <signal.h>\n");
        for (Method method : methods) {
            String type = Objects.requireNonNull(types.get(method.getName()));
            program.append("_Static_assert(__builtin_types_compatible_p(__typeof__(")
                    .append(method.getName())
                    .append("), __typeof__(")
                    .append(type)
                    .append(")), \"\");\n");
            assertThat(Stream.of(method.getParameterTypes()).map(c -> c == int.class ? "int" : "*"))
                    .as(method.getName())
                    .containsExactly(type.replaceAll(".*\\(|\\)", "")
                            .replaceAll("[^,*]*\\*", "*")
                            .split(", *", -1));
            assertThat(method.getReturnType()).isEqualTo(type.startsWith("int") ? int.class : long.class);
        }
        program.append("int main(void) { return sizeof(void *) - sizeof(long); }\n");
        assertThat(run(program.toString())).isEmpty();
    }

    @Test
    void constantsAreTheHeaders() throws IOException {
        String printed = run("""
                #define _GNU_SOURCE
                #include <linux/capability.h>
                #include <malloc.h>
                #include <sched.h>
                #include <signal.h>
                #include <stdio.h>
                #include <sys/resource.h>
                int main(void) {
                  printf("%d %d %d %zu\\n", SIG_BLOCK, SIG_SETMASK, CLONE_FS, sizeof(sigset_t));
                  printf("%d %d %d\\n", M_MMAP_MAX, RLIMIT_MEMLOCK, PRIO_PROCESS);
                  printf("%d %d\\n", CAP_IPC_LOCK, _LINUX_CAPABILITY_VERSION_3);
                  printf("%zu %zu %zu\\n", sizeof(struct __user_cap_header_struct),
                      _LINUX_CAPABILITY_U32S_3 * sizeof(struct __user_cap_data_struct), sizeof(struct rlimit));
                  return 0;
                }
                """);
        assertThat(printed.lines())
                .containsExactly(
                        LibC.SIG_BLOCK + " " + LibC.SIG_SETMASK + " " + LibC.CLONE_FS + " " + Lvm2App.SIGSET_BYTES,
                        LibC.M_MMAP_MAX + " " + LibC.RLIMIT_MEMLOCK + " " + LibC.PRIO_PROCESS,
                        LibC.CAP_IPC_LOCK + " " + LibC.CAPABILITY_VERSION,
                        ThreadSetup.CAP_HEADER_BYTES + " " + ThreadSetup.CAP_DATA_BYTES + " "
                                + ThreadSetup.RLIMIT_BYTES);
    }

    @Test
    void readsAListAsLvmLinksIt() {
        int element = (int) DmList.PAYLOAD + Native.POINTER_SIZE;
        Memory memory = new Memory(3L * element);
        Pointer head = memory.share(0, element);
        Pointer first = memory.share(element, element);
        Pointer second = memory.share(2L * element, element);
        head.setPointer(DmList.NEXT, first);
        first.setPointer(DmList.NEXT, second);
        second.setPointer(DmList.NEXT, head);
        first.setPointer(DmList.PAYLOAD, new Pointer(7));
        second.setPointer(DmList.PAYLOAD, new Pointer(8));
        assertThat(DmList.elements(head)).containsExactly(new Pointer(7), new Pointer(8));
        head.setPointer(DmList.NEXT, head);
        assertThat(DmList.elements(head)).isEmpty();
        head.setPointer(DmList.NEXT, null);
        assertThat(DmList.elements(head)).as("never initialised").isEmpty();
        assertThat(DmList.elements(null)).isEmpty();
    }

    /** Compiles a program behind the header, runs it, and returns what it prints. */
    private String run(String program) throws IOException {
        Path source = directory.resolve("check.c");
        Path binary = directory.resolve("check");
        try (InputStream header = Lvm2AppLayoutTest.class.getResourceAsStream("lvm2app.h")) {
            assertThat(header).isNotNull();
            String declarations = new String(header.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    source, program.startsWith("#define _GNU_SOURCE") ? program : declarations + "\n" + program);
        }
        execute(List.of(CC, "-std=gnu11", "-Wall", "-Werror", "-o", binary.toString(), source.toString()));
        return execute(List.of(binary.toString()));
    }

    private static String execute(List<String> command) {
        CommandRunner.Ended ended =
                CommandRunner.run(command, Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"), Duration.ofMinutes(1));
        assertThat(ended.status()).as("%s: %s", command, ended.errors()).isZero();
        return ended.output();
    }
}
