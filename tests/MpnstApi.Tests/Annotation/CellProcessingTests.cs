using MpnstApi.Annotation;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Annotation;

/// <summary>A machine that prepares cells is no product; what it makes is given, where the title says what.</summary>
public sealed class CellProcessingTests
{
    [Fact]
    public void What_a_machine_makes_is_given() =>
        Assert.Equal(
            ["CELL_THERAPY_SINGLE"],
            Read("Alpha/Beta T and B Cell Depletion for Solid Tumors").Treatments
        );

    /// <summary>Open is not the same as "no antitumour treatment", which would stand among the treatments.</summary>
    [Theory]
    [InlineData("A Study of Children With Solid Tumors")]
    [InlineData("A Study of Zoledronic Acid for Solid Tumors")]
    public void Without_a_word_of_it_the_treatment_stays_open(string title) =>
        Assert.Empty(Read(title).Treatments);

    private static TrialLabels Read(string title) =>
        Annotator.Annotate(
            new AnnotationInput
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
}
