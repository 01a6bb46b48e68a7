using MpnstApi.Exports;

namespace MpnstApi.Trials;

public static class TrialRegistration
{
    /// <summary>Lets the data dictionary explain the columns of trials.</summary>
    public static WebApplicationBuilder AddTrials(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TableDescription.Of("trials", TrialQuery.Columns));
        return builder;
    }
}
