using System.CommandLine;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Settings;
using MpnstApi.Storage;

namespace MpnstApi.Cli;

/// <summary>
/// Runs the commands of the program. Settings, such as <c>--Storage:Provider=SqlServer</c>, may appear anywhere among their
/// arguments.
/// </summary>
public static class CommandLine
{
    private const string ServeName = "serve";

    /// <summary>The time that a command has to end after a signal, before the process is ended.</summary>
    private static readonly TimeSpan VerbTermination = TimeSpan.FromSeconds(2);

    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DoneWithRejectedRecords = 3;

    /// <summary>Runs the command that the arguments name, or <paramref name="serve"/> if they name none.</summary>
    public static async Task<int> RunAsync(string[] args, Func<string[], Task> serve)
    {
        if (OpenFiles.TooFew() is { } tooFew)
        {
            await Console.Error.WriteLineAsync(tooFew);
            return Failed;
        }
        try
        {
            var arguments = HostArguments.Split(args);
            var parsed = Root(arguments.Settings, serve).Parse(arguments.Command);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    await Console.Error.WriteLineAsync(error.Message);
                }
                await Console.Error.WriteLineAsync("See --help.");
                return Usage;
            }
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    // The host of the service handles signals itself, and completes running requests.
                    ProcessTerminationTimeout = Serves(parsed) ? null : VerbTermination,
                }
            );
        }
        catch (Exception exception)
            when (exception
                    is InvalidConfigurationException
                        or ImportException
                        or RegistryException
                        or SyncHeldBackException
                        or StoreException
                        // For example a file that cannot be opened: the message names it.
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(
                "Stopped before it was complete. An import or sync that is stopped publishes nothing."
            );
            return Failed;
        }
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            await Console.Error.WriteLineAsync(
                $"The database that {StorageOptions.ConnectionSetting} names cannot be used: {StoreErrors.Reason(exception)}"
            );
            return Failed;
        }
    }

    private static bool Serves(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand or { Name: ServeName };

    private static RootCommand Root(string[] settings, Func<string[], Task> serve)
    {
        var root = new RootCommand(
            "Clinical trials of malignant peripheral nerve sheath tumours as a landscape, with evidence. Serves if no command is given."
        );
        var serving = new Command(ServeName, "Serve the landscape over HTTP (the default).");
        foreach (var command in new[] { root, serving })
        {
            command.SetAction(
                async (_, _) =>
                {
                    await serve(settings);
                    return Done;
                }
            );
        }
        root.Add(serving);
        root.Add(ImportCommand.Create(settings));
        root.Add(SyncCommand.Create(settings));
        root.Add(MigrateCommand.Create(settings));
        root.Add(AnnotateCommand.Create(settings));
        root.Add(ExportCommand.Create(settings));
        root.Add(KeysCommand.Create(settings));
        root.Add(BackupCommand.Create(settings));
        return root;
    }
}
