using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace MpnstApi.Graph.Execution;

/// <summary>The documents this service publishes, by the SHA-256 of their text in lower-case hex.</summary>
public static class TrustedDocuments
{
    private const string Folder = "MpnstApi.Graph.Documents.";
    private const string Extension = ".graphql";
    private const string Prefix = "sha256:";

    /// <summary>Text by id.</summary>
    public static FrozenDictionary<string, string> All { get; } =
        Names().Select(Read).ToFrozenDictionary(text => IdOf(text));

    /// <summary>Gets the names of the documents, for instance "landscape.graphql", with their texts.</summary>
    public static IEnumerable<(string Name, string Text)> Published =>
        Names().Select(name => (name[Folder.Length..], Read(name)));

    public static string IdOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Returns the document with this id, with or without the prefix "sha256:"; null if none is published under it.</summary>
    public static string? Find(string id) =>
        All.GetValueOrDefault(
            id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id
        );

    private static IEnumerable<string> Names() =>
        typeof(TrustedDocuments)
            .Assembly.GetManifestResourceNames()
            .Where(name =>
                name.StartsWith(Folder, StringComparison.Ordinal)
                && name.EndsWith(Extension, StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);

    private static string Read(string name)
    {
        using var reader = new StreamReader(
            typeof(TrustedDocuments).Assembly.GetManifestResourceStream(name)!
        );
        return reader.ReadToEnd();
    }
}
