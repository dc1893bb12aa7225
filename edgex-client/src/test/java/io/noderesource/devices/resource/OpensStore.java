package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import java.nio.file.Path;

/** Another process that opens a store: ends with 0 when it could, with 3 when it was refused. */
final class OpensStore {

    private OpensStore() {}

    public static void main(String[] args) {
        try {
            FileStore.open(Path.of(args[0])).close();
        } catch (NodeResourceException refused) {
            System.exit(3);
        }
    }
}
