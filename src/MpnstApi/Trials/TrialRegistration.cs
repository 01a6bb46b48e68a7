namespace MpnstApi.Trials;

public static class TrialRegistration
{
    /// <summary>Lets others explain the columns of trials, and describe the file of them all.</summary>
    public static WebApplicationBuilder AddTrials(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TrialExport.Whole.Table);
        builder.Services.AddSingleton(TrialExport.Whole);
        return builder;
    }
}
