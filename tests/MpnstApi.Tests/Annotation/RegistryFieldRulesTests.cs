using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class RegistryFieldRulesTests
{
    [Theory]
    [InlineData("NCT03433183", Phase.Phase2)]
    [InlineData("NCT02008877", Phase.Phase1Phase2)]
    [InlineData("NCT00427583", Phase.Phase2Phase3)]
    [InlineData("NCT06693284", Phase.EarlyPhase1)]
    [InlineData("NCT01344018", Phase.NotApplicable)]
    [InlineData("NCT04910126", Phase.NotStated)]
    [InlineData("NCT04506008", Phase.NotStated)]
    [InlineData("NCT03141021", Phase.NotApplicable)]
    public void A_phase_is_the_registrys_list_and_an_empty_list_is_not_stated(
        string id,
        Phase expected
    ) => Assert.Equal(expected, Snapshot.Of(id).Phase);

    [Theory]
    [InlineData("NOT_YET_RECRUITING", TrialStatus.Planned, CtrpCategory.Review)]
    [InlineData("RECRUITING", TrialStatus.Open, CtrpCategory.Open)]
    [InlineData("ENROLLING_BY_INVITATION", TrialStatus.Open, CtrpCategory.Open)]
    [InlineData("AVAILABLE", TrialStatus.Open, CtrpCategory.Open)]
    [InlineData("SUSPENDED", TrialStatus.TemporarilyClosed, CtrpCategory.Open)]
    [InlineData("TEMPORARILY_NOT_AVAILABLE", TrialStatus.TemporarilyClosed, CtrpCategory.Open)]
    [InlineData("ACTIVE_NOT_RECRUITING", TrialStatus.Closed, CtrpCategory.Closed)]
    [InlineData("NO_LONGER_AVAILABLE", TrialStatus.Closed, CtrpCategory.Closed)]
    [InlineData("COMPLETED", TrialStatus.Completed, CtrpCategory.Terminal)]
    [InlineData("APPROVED_FOR_MARKETING", TrialStatus.Completed, CtrpCategory.Terminal)]
    [InlineData("TERMINATED", TrialStatus.Terminated, CtrpCategory.Terminal)]
    [InlineData("WITHDRAWN", TrialStatus.Terminated, CtrpCategory.Terminal)]
    [InlineData("UNKNOWN", TrialStatus.Unknown, null)]
    [InlineData("WITHHELD", TrialStatus.Unknown, null)]
    [InlineData("A_STATUS_OF_TOMORROW", TrialStatus.Unknown, null)]
    [InlineData(null, TrialStatus.NotStated, null)]
    public void A_status_is_mapped_by_a_fixed_table(
        string? registry,
        TrialStatus expected,
        CtrpCategory? category
    )
    {
        var labels = Annotator.Annotate(
            Snapshot.Text("NCT03433183") with
            {
                OverallStatus = registry,
            },
            Snapshot.Dictionary
        );

        Assert.Equal(expected, labels.Status);
        Assert.Equal(category, labels.CtrpCategory);
        Assert.Equal(registry == "WITHDRAWN", labels.NeverEnrolled);
    }

    [Fact]
    public void The_study_type_is_the_registrys_and_its_absence_is_said()
    {
        Assert.Equal(StudyType.ExpandedAccess, Snapshot.Of("NCT04091295").StudyType);
        Assert.Equal(StudyType.Observational, Snapshot.Of("NCT00924196").StudyType);
        Assert.Equal(StudyType.NotStated, Snapshot.Of("NCT00068367").StudyType);
    }
}
