using System.ComponentModel;
using ModelContextProtocol.Server;

namespace MpnstApi.Mcp;

/// <summary>Defines prompts for common tasks.</summary>
[McpServerPromptType]
public static class McpPrompts
{
    private const string Rules =
        "State the release and cite it. Give numbers with their base, say what is unknown, and give the link of each response. This is not medical advice.";

    [McpServerPrompt(Name = "landscape_brief", Title = "Brief on a topic")]
    [Description(
        "A short brief on the trials of a topic, such as MEK inhibitors or immunotherapy."
    )]
    public static string LandscapeBrief([Description("The topic, in your words.")] string topic) =>
        $"Write a brief on clinical trials of malignant peripheral nerve sheath tumours about: {topic}. Find the filter with list_values and look_up, count with get_landscape, name the open trials with search_trials (openNow=true). {Rules}";

    [McpServerPrompt(Name = "what_changed", Title = "What changed")]
    [Description("What changed in the trials since a day.")]
    public static string WhatChanged([Description("A day, YYYY-MM-DD.")] string since) =>
        $"Say what changed in the trials since {since}: call get_changes with since and follow nextAfter until there are no further changes; group by trial, changes of status first. {Rules}";

    [McpServerPrompt(Name = "check_claim", Title = "Check a claim")]
    [Description("Checks a sentence about these trials against the data.")]
    public static string CheckClaim([Description("The sentence.")] string sentence) =>
        $"Check this claim against the data: \"{sentence}\". Count with get_landscape or cross_tabulate; if it is a figure of the letter, call compare_with_letter. Conclude whether it is supported, contradicted or undecidable, with the numbers. {Rules}";
}
