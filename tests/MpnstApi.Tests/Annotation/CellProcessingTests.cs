using MpnstApi.Annotation;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Annotation;

/// <summary>A machine that prepares cells is no product; what it makes is given, where the title says what.</summary>
public sealed class CellProcessingTests
{
    [Theory]
    [InlineData("Alpha/Beta T and B Cell Depletion for Solid Tumors", "CELL_THERAPY_SINGLE")]
    [InlineData("A Study of Children With Solid Tumors", "UNDETERMINED")]
    [InlineData("A Study of Zoledronic Acid for Solid Tumors", "UNDETERMINED")]
    public void What_a_machine_makes_is_given(string title, string treatment)
    {
        var labels = Annotator.Annotate(
            new TrialText
            {
                Id = "NCT00000000",
                Title = title,
                Interventions =
                [
                    new InterventionText("DEVICE", "CliniMACS Prodigy", null, []),
                    new InterventionText("DRUG", "Zoledronic acid", null, []),
                ],
            },
            Snapshot.Dictionary
        );

        Assert.Equal([treatment], labels.Treatments);
    }
}
