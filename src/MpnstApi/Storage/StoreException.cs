namespace MpnstApi.Storage;

/// <summary>The store cannot be used as somebody needs it. The message is a whole sentence, fit for everyone.</summary>
public abstract class StoreException(string message, Exception? inner = null)
    : Exception(message, inner);
