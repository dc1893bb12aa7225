package io.noderesource.edgex;

import io.noderesource.edgex.SetResult.Item;
import io.noderesource.edgex.SetResult.Verdict;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets, then reads what was set. */
final class ReadBack {
    private final CommandClient client;
    private final String device;
    private final CommandSpec command;
    private final Parameters parameters;

    ReadBack(CommandClient client, String device, CommandSpec command, Parameters parameters) {
        this.client = client;
        this.device = device;
        this.command = command;
        this.parameters = parameters;
    }

    Call<SetResult> call() {
        Call<SetResult> read = command.isReadable() ? together() : oneByOne();
        return client.set(device, command, parameters).then(done -> read);
    }

    private Call<SetResult> together() {
        return client.read(device, command.name())
                .map(event -> new SetResult(sent().entrySet().stream()
                        .map(sent -> compare(sent, event))
                        .toList()))
                .recover(failure -> new SetResult(sent().entrySet().stream()
                        .map(sent -> unread(sent, failure))
                        .toList()));
    }

    private Call<SetResult> oneByOne() {
        Call<List<Item>> items = client.nothing(List.of());
        for (Map.Entry<String, Json> sent : sent().entrySet()) {
            Call<Item> item = client.read(device, sent.getKey())
                    .map(event -> compare(sent, event))
                    .recover(failure -> unread(sent, failure));
            items = items.then(before -> item.map(next -> {
                List<Item> more = new ArrayList<>(before);
                more.add(next);
                return more;
            }));
        }
        return items.map(SetResult::new);
    }

    private Map<String, Json> sent() {
        return command.check(parameters).body().members();
    }

    private Item compare(Map.Entry<String, Json> sent, Event event) {
        Optional<Reading> reading = event.reading(sent.getKey());
        if (reading.isEmpty()) {
            return new Item(sent.getKey(), sent.getValue(), Verdict.UNKNOWN, null, null);
        }
        try {
            Verdict verdict =
                    reading.get().value().map(value -> verdict(sent, value)).orElse(Verdict.UNKNOWN);
            return new Item(sent.getKey(), sent.getValue(), verdict, reading.get(), null);
        } catch (EdgexException unreadable) {
            return new Item(sent.getKey(), sent.getValue(), Verdict.UNKNOWN, reading.get(), unreadable);
        }
    }

    private Verdict verdict(Map.Entry<String, Json> sent, Value found) {
        boolean same = command.parameter(sent.getKey())
                .map(parameter -> parameter.isShownBy(sent.getValue(), found))
                .orElse(false);
        return same ? Verdict.SAME : Verdict.DIFFERENT;
    }

    private static Item unread(Map.Entry<String, Json> sent, EdgexException failure) {
        return new Item(sent.getKey(), sent.getValue(), Verdict.UNKNOWN, null, failure);
    }
}
