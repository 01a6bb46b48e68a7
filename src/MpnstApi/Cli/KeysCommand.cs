using System.CommandLine;
using System.Globalization;
using MpnstApi.Access;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary><c>keys add NAME [--scopes read,admin] [--rate 600/min]</c>, <c>keys list</c>, <c>keys revoke NAME</c>.</summary>
internal static class KeysCommand
{
    private const string Never = "-";

    public static Command Create(string[] settings) =>
        new("keys", "Create, list and revoke API keys.")
        {
            Add(settings),
            List(settings),
            Revoke(settings),
        };

    private static Command Add(string[] settings)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The name of the key, such as that of its holder.",
        };
        name.Validators.Add(result =>
        {
            var given = result.GetValueOrDefault<string>();
            if (
                string.IsNullOrWhiteSpace(given)
                || given.Length > ApiKeys.LongestName
                || given.Any(char.IsControl)
            )
            {
                result.AddError(
                    $"NAME is '{given}'; use 1 to {ApiKeys.LongestName} characters on one line."
                );
            }
        });
        var scopes = new Option<string[]>("--scopes")
        {
            Description =
                $"The scopes of the key, separated by commas: {string.Join(", ", Scopes.All)}. Reading needs no key.",
            DefaultValueFactory = _ => [Scopes.Read],
            CustomParser = result =>
            {
                var given = result.Tokens[^1].Value;
                var values = given.Split(',', StringSplitOptions.TrimEntries);
                if (values.Except(Scopes.All, StringComparer.Ordinal).Any())
                {
                    result.AddError(
                        $"--scopes is '{given}'; use {string.Join(" or ", Scopes.All)}, or both, separated by a comma."
                    );
                }
                return values;
            },
        };
        var rate = new Option<Rate?>("--rate")
        {
            Description =
                "The rate of the key, for example 600/min; the rate of callers without a key if left out.",
            CustomParser = result =>
            {
                if (!Rate.TryParse(result.Tokens[^1].Value, out var parsed))
                {
                    result.AddError($"--rate is '{result.Tokens[^1].Value}'; use {Rate.Form}.");
                }
                return parsed;
            },
        };
        var command = new Command("add", "Create a key and print it once.") { name, scopes, rate };
        command.SetAction(
            (parsed, cancellation) =>
                WithKeysAsync(
                    settings,
                    async keys =>
                    {
                        var given = parsed.GetRequiredValue(name);
                        var key = await keys.AddAsync(
                            given,
                            parsed.GetRequiredValue(scopes).Distinct(),
                            parsed.GetValue(rate),
                            cancellation
                        );
                        if (key is null)
                        {
                            await Console.Error.WriteLineAsync(
                                $"A valid key is already named '{given}'; use another name, or revoke that key first: keys revoke \"{given}\"."
                            );
                            return CommandLine.Failed;
                        }
                        // Only the key goes to standard output, so that a script can capture it.
                        await Console.Error.WriteLineAsync(
                            $"The key '{given}', to be sent in the header {ApiKeyHandler.Header}. It is not stored and cannot be shown again:"
                        );
                        Console.WriteLine(key);
                        return CommandLine.Done;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the keys.");
        command.SetAction(
            (_, cancellation) =>
                WithKeysAsync(
                    settings,
                    async keys =>
                    {
                        Print("ID", "NAME", "SCOPES", "RATE", "CREATED", "LAST USED", "REVOKED");
                        foreach (var key in await keys.ListAsync(cancellation))
                        {
                            Print(
                                key.Id,
                                key.Name,
                                key.Scopes,
                                key.Rate ?? Never,
                                Utc(key.CreatedAt),
                                Utc(key.LastUsedAt),
                                Utc(key.RevokedAt)
                            );
                        }
                        return CommandLine.Done;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Revoke(string[] settings)
    {
        var name = new Argument<string>("NAME") { Description = "The name or id of the key." };
        var command = new Command(
            "revoke",
            "Revoke a key. Every running service rejects it within ten seconds."
        )
        {
            name,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithKeysAsync(
                    settings,
                    async keys =>
                    {
                        var given = parsed.GetRequiredValue(name);
                        if (!await keys.RevokeAsync(given, cancellation))
                        {
                            await Console.Error.WriteLineAsync(
                                $"No valid key is named '{given}'; \"keys list\" shows all keys."
                            );
                            return CommandLine.Failed;
                        }
                        Console.WriteLine(
                            $"The key '{given}' is revoked. Every running service rejects it within ten seconds."
                        );
                        return CommandLine.Done;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> WithKeysAsync(
        string[] settings,
        Func<ApiKeys, Task<int>> run,
        CancellationToken cancellation
    )
    {
        await using var app = ProgramHost.CreateForVerb(settings);
        await app
            .Services.GetRequiredService<MpnstApi.Importing.StoreInitializer>()
            .MigrateAsync(cancellation);
        return await run(
            new ApiKeys(app.Services.GetRequiredService<Store>(), TimeProvider.System)
        );
    }

    private static void Print(
        string id,
        string name,
        string scopes,
        string rate,
        string created,
        string used,
        string revoked
    ) =>
        Console.WriteLine(
            $"{id, -12}  {name, -24}  {scopes, -10}  {rate, -12}  {created, -16}  {used, -16}  {revoked}"
        );

    private static string Utc(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? Never;
}
