namespace MpnstApi.Registry;

/// <summary>The registry could not be read. The message is a whole sentence: what happened, and that nothing was taken in.</summary>
public sealed class RegistryException(string message, Exception? inner = null)
    : Exception(message, inner);
