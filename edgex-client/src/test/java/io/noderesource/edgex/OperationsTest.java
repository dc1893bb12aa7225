package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The client has each operation of EdgeX's OpenAPI files, and no method that sends anything else. Each method is used in
 * each dialect, and what it sends is looked up in {@code operations.tsv}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    /** Counted in the OpenAPI files, so that no row gets lost. */
    private static final int ROWS = 154;

    private static final List<Class<?>> CLIENTS = List.of(
            ServiceOperations.class,
            MetadataClient.class,
            CommandClient.class,
            DataClient.class,
            NotificationsClient.class,
            SchedulerClient.class,
            KeeperClient.class);

    private final OperationSamples samples = new OperationSamples();
    private final List<Row> rows = rows();
    private final RawServer server = new RawServer((asked, out) ->
            RawServer.json(out, 404, "{\"apiVersion\":\"v3\",\"message\":\"none\",\"statusCode\":404}"));

    /** A row of the table. */
    private record Row(EdgexService service, String method, String path, Set<Dialect> dialects, List<String> names) {
        boolean isMet(String verb, String target) {
            String[] expected = path.split("/", -1);
            String[] found = target.split("/", -1);
            if (!verb.equals(method) || expected.length != found.length) {
                return false;
            }
            for (int place = 0; place < expected.length; place++) {
                boolean given = expected[place].startsWith("{");
                String name = given ? expected[place].substring(1, expected[place].length() - 1) : expected[place];
                if (!found[place].equals(name) && !(given && found[place].matches("[0-9]+|[A-Z]+"))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<Row> rows() {
        try (InputStream table = Objects.requireNonNull(OperationsTest.class.getResourceAsStream("/operations.tsv"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(OperationsTest::row)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\t", -1);
        return new Row(
                Arrays.stream(EdgexService.values())
                        .filter(service -> service.key().equals(cells[0]))
                        .findFirst()
                        .orElseThrow(),
                cells[1],
                cells[2],
                Arrays.stream(cells[3].split(","))
                        .map(major -> Dialect.valueOf("V" + major))
                        .collect(Collectors.toSet()),
                List.of(cells[4].split(" ")));
    }

    @BeforeAll
    void theTableIsWhole() {
        assertThat(rows).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void eachOperationHasAMethodAndEachMethodAnOperation() {
        Set<String> inTable = rows.stream()
                .flatMap(row -> row.names().stream())
                .map(OperationsTest::withoutVariant)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inClients = CLIENTS.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> sends(method))
                        .map(method -> type.getSimpleName() + "." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inTable).isEqualTo(inClients);
        Set<String> variants =
                rows.stream().flatMap(row -> row.names().stream()).collect(Collectors.toSet());
        assertThat(samples.names()).isEqualTo(variants);
    }

    /** A method that takes a query serves several operations: {@code readings#device} is one of them. */
    private static String withoutVariant(String name) {
        return name.replaceFirst("#.*", "");
    }

    private static boolean sends(Method method) {
        return method.getReturnType() == Call.class || method.getReturnType() == Listing.class;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void eachMethodSendsItsOperationWhereTheDialectHasItAndNothingElsewhere(Dialect dialect) {
        List<String> wrong = new ArrayList<>();
        EdgexClient.Builder builder = EdgexClient.builder().dialect(dialect);
        for (EdgexService service : EdgexService.values()) {
            builder.address(service, server.address());
        }
        try (EdgexClient client = builder.build()) {
            for (Row row : rows) {
                for (String name : row.names()) {
                    wrong.addAll(problems(row, name, client, dialect));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> problems(Row row, String name, EdgexClient client, Dialect dialect) {
        int before = server.asked().size();
        Optional<EdgexException> failure = use(samples.use(name, client, row.service()));
        List<String> sent = server.asked().subList(before, server.asked().size()).stream()
                .map(asked -> asked.method() + " " + plain(asked.target()))
                .toList();
        String prefix = "/api/" + dialect.apiVersion();
        Predicate<String> expected = text -> {
            String[] parts = text.split(" ", 2);
            return parts[1].startsWith(prefix) && row.isMet(parts[0], parts[1].substring(prefix.length()));
        };
        boolean has = row.dialects().contains(dialect);
        if (!has && row.service() == EdgexService.KEEPER) {
            return List.of(); // 2.x and 3.x have no such service to be asked
        }
        if (has && sent.stream().anyMatch(expected)) {
            return List.of();
        }
        boolean refused = sent.isEmpty()
                && failure.filter(reason -> reason.kind() == ErrorKind.UNSUPPORTED_DIALECT)
                        .isPresent();
        // A method that serves two operations, one in each dialect, sends the other one.
        boolean other = rows.stream()
                .filter(another -> !another.equals(row) && another.dialects().contains(dialect))
                .anyMatch(another -> another.names().contains(name));
        // The first method of a row serves each of its dialects; what further ones add to it may need a later dialect.
        boolean further = !name.equals(row.names().get(0));
        if ((!has && (refused || other)) || (has && refused && further)) {
            return List.of();
        }
        return List.of(name + " in " + dialect + " for " + row.method() + " " + row.path() + ": sent " + sent + ", "
                + failure.map(EdgexException::kind));
    }

    private static String plain(String target) {
        String path = target.split("\\?", 2)[0];
        return URLDecoder.decode(path, StandardCharsets.UTF_8);
    }

    /** Everything is answered by 404, which for a method that looks for something is a result. */
    private static Optional<EdgexException> use(Object sample) {
        Call<?> call = sample instanceof Listing<?> listing ? listing.page(0, 1) : (Call<?>) sample;
        try {
            Object result = call.get();
            return result instanceof BatchResult<?> batch
                    ? batch.failures().stream().map(BatchResult.Failure::reason).findFirst()
                    : Optional.empty();
        } catch (EdgexException e) {
            return Optional.of(e);
        }
    }

    @Test
    void aRowIsMetByItsOwnPathOnly() {
        Row row = new Row(EdgexService.METADATA, "GET", "/a/{x}/age/{age}", Set.of(), List.of());
        assertThat(row.isMet("GET", "/a/x/age/5")).isTrue();
        assertThat(Stream.of("/a/y/age/5", "/a/x/age", "/a/x/age/old", "/b/x/age/5", "/a/x/age/5/6"))
                .noneMatch(target -> row.isMet("GET", target));
        assertThat(row.isMet("PUT", "/a/x/age/5")).isFalse();
    }
}
