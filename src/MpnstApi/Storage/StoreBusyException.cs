namespace MpnstApi.Storage;

/// <summary>The exception thrown when another process writes to the store for longer than this one waits. The message is a whole sentence.</summary>
public sealed class StoreBusyException(string message) : StoreException(message);
