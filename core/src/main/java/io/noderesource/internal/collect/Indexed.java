package io.noderesource.internal.collect;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An immutable list that finds elements by what they are known by, without going through all of them each time: planning
 * asks once for each rule and device, and there may be ten thousand of both.
 *
 * <p>Thread-safe. An index is made when it is first asked for.
 *
 * @param <T> the elements
 */
public final class Indexed<T> extends AbstractList<T> implements RandomAccess {

    /**
     * What elements are found by.
     *
     * @param <T> the elements
     * @param <K> what they are known by
     * @param keys all that an element is known by; one that is there twice counts once
     */
    public record Key<T, K>(Function<T, Stream<K>> keys) {}

    private final List<T> elements;
    private final Map<Key<T, ?>, Map<Object, List<T>>> indexes = new ConcurrentHashMap<>();

    private Indexed(List<T> elements) {
        this.elements = elements;
    }

    /** A list of these elements, in their order. */
    public static <T> Indexed<T> copyOf(Stream<T> elements) {
        return new Indexed<>(elements.toList());
    }

    /** The elements known by a value, in the order of the list. */
    public static <T, K> List<T> find(List<T> list, Key<T, K> key, K value) {
        Indexed<T> indexed = list instanceof Indexed<T> already ? already : new Indexed<>(list);
        return indexed.indexes.computeIfAbsent(key, indexed::index).getOrDefault(value, List.of());
    }

    private Map<Object, List<T>> index(Key<T, ?> key) {
        Map<Object, List<T>> index = new HashMap<>();
        for (T element : elements) {
            for (Object value : key.keys().apply(element).collect(Collectors.toCollection(LinkedHashSet::new))) {
                index.computeIfAbsent(value, v -> new ArrayList<>()).add(element);
            }
        }
        index.replaceAll((value, found) -> List.copyOf(found));
        return index;
    }

    @Override
    public T get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }
}
