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
        new("keys", "Make, list and revoke API keys.")
        {
            Add(settings),
            List(settings),
            Revoke(settings),
        };

    private static Command Add(string[] settings)
    {
        var name = new Argument<string>("NAME") { Description = "Who gets the key." };
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
                $"What it allows, with commas between: {string.Join(", ", Scopes.All)}. Reading needs no key.",
            DefaultValueFactory = _ => [Scopes.Read],
            CustomParser = result =>
            {
                var given = result.Tokens[^1].Value;
                var values = given.Split(',', StringSplitOptions.TrimEntries);
                if (values.Except(Scopes.All, StringComparer.Ordinal).Any())
                {
                    result.AddError(
                        $"--scopes is '{given}'; use {string.Join(" or ", Scopes.All)}, or both with a comma between."
                    );
                }
                return values;
            },
        };
        var rate = new Option<Rate?>("--rate")
        {
            Description =
                "How much its holder may request, for example 600/min; as much as callers without a key if left out.",
            CustomParser = result =>
            {
                if (!Rate.TryParse(result.Tokens[^1].Value, out var parsed))
                {
                    result.AddError($"--rate is '{result.Tokens[^1].Value}'; use {Rate.Form}.");
                }
                return parsed;
            },
        };
        var command = new Command("add", "Make a key and print it, once.") { name, scopes, rate };
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
                                $"There is a key named '{given}' already; use another name, or revoke that one first: keys revoke \"{given}\"."
                            );
                            return CommandLine.Failed;
                        }
                        // Alone on standard output, so that a script can keep it.
                        await Console.Error.WriteLineAsync(
                            $"The key of '{given}', to be sent in the header {ApiKeyHandler.Header}. It is not stored and cannot be shown again:"
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
        var name = new Argument<string>("NAME") { Description = "Its name or id." };
        var command = new Command("revoke", "Make a key invalid, within ten seconds everywhere.")
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
                                $"There is no valid key named '{given}'; \"keys list\" shows all."
                            );
                            return CommandLine.Failed;
                        }
                        Console.WriteLine(
                            $"The key of '{given}' is revoked; every running service refuses it within ten seconds."
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
