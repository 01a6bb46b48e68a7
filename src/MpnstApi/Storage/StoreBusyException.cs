namespace MpnstApi.Storage;

/// <summary>Another process writes to the store, for longer than this one could wait. The message is a whole sentence.</summary>
public sealed class StoreBusyException(string message) : StoreException(message);
