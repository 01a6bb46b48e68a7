namespace MpnstApi.Trials;

public static class TrialRegistration
{
    /// <summary>Registers the table of all trials as a file of the release.</summary>
    public static WebApplicationBuilder AddTrials(this WebApplicationBuilder builder)
    {
        foreach (var file in TrialExport.Whole)
        {
            builder.Services.AddSingleton(file);
        }
        return builder;
    }
}
