namespace MpnstApi.Settings;

/// <summary>
/// A configuration that the program cannot start with. The message is a whole sentence: which setting, its value, and
/// what to use instead.
/// </summary>
public sealed class InvalidConfigurationException(string message) : Exception(message)
{
    /// <summary>An error in the one form that they all have: <c>Registry:PageSize is '2000'; use a whole number from 1 to 1000.</c></summary>
    /// <param name="setting">The key, such as Registry:PageSize.</param>
    /// <param name="value">The value as it was written.</param>
    /// <param name="use">What is valid, with an example where the words alone leave a doubt.</param>
    public static InvalidConfigurationException Of(string setting, string? value, string use) =>
        new($"{setting} is '{value}'; use {use}.");
}
