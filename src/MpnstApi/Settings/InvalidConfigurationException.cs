namespace MpnstApi.Settings;

/// <summary>
/// The exception thrown when the program cannot start with its configuration. The message is a whole sentence with the
/// setting, its value, and what to use instead.
/// </summary>
public sealed class InvalidConfigurationException(string message) : Exception(message)
{
    /// <summary>
    /// Returns an exception with a message in the common form: <c>Registry:PageSize is '2000'; use a whole number from 1 to
    /// 1000.</c>
    /// </summary>
    /// <param name="setting">The key, such as Registry:PageSize.</param>
    /// <param name="value">The value as written.</param>
    /// <param name="use">What is valid, with an example unless that is clear.</param>
    public static InvalidConfigurationException Of(string setting, string? value, string use) =>
        new($"{setting} is '{value}'; use {use}.");
}
