package io.noderesource.devices.resource;

class MemoryStoreTest extends ResourceStoreContract {

    private final ResourceStore store = new MemoryStore(CLOCK);

    @Override
    ResourceStore store() {
        return store;
    }
}
