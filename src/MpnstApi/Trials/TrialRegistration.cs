namespace MpnstApi.Trials;

public static class TrialRegistration
{
    /// <summary>Registers the files of all trials.</summary>
    public static WebApplicationBuilder AddTrials(this WebApplicationBuilder builder)
    {
        foreach (var file in TrialExport.Whole)
        {
            builder.Services.AddSingleton(file);
        }
        return builder;
    }
}
