namespace MpnstApi.Storage;

/// <summary>The exception thrown when the store cannot be used as requested. The message is a whole sentence that anyone may read.</summary>
public abstract class StoreException(string message, Exception? inner = null)
    : Exception(message, inner);
