namespace MpnstApi.Trials;

public static class TrialRegistration
{
    /// <summary>Registers the columns of trials for the data dictionary, and the file of all trials.</summary>
    public static WebApplicationBuilder AddTrials(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TrialExport.Whole.Table);
        builder.Services.AddSingleton(TrialExport.Whole);
        return builder;
    }
}
