/** English phrases of red flags and of requests for a verdict. */

import type { Phrases } from "./redFlags";

/** "no …", "without any …", "don't have …", "isn't …": what denies the sign that follows. */
const NO =
  "(?:no|not|without|never had|isn'?t|aren'?t|wasn'?t|don'?t have|doesn'?t have|do not have|does not have|haven'?t had|haven'?t got|has no|have no|free of|neither|nor|hasn'?t|doesn'?t|don'?t|didn'?t|isnt)";
/** Signs that one "no" may deny together. */
const ANY =
  "pus|fever|chills|pain|bleed|blood|swell|swollen|oozing|blister|redness|weeping|itch|discharge";
const denied = (words: string) =>
  new RegExp(
    `\\b${NO} (?:any |a |an |the |really |even |been |got |had |running |signs of |sign of |sort of |visible )*(?:(?:${words}|${ANY})\\w*(?:,? (?:and|or|nor) |, ?)?)+|\\b(?:${words})-free`,
    "g",
  );

const PUS =
  "\\bpus\\b|pussy|\\bpuss\\b|pustules|purulent|yellow (?:fluid|liquid|discharge|stuff|goo|gunk)|green (?:fluid|liquid|discharge|stuff|goo|gunk)|abscess|festering|suppurat|pus[- ]filled|matter coming out|infected|septic|(?:gone|going|turned) (?:bad|manky|green)|(?:yellow|green|milky|cloudy)(?:ish)? (?:\\w+ )?(?:fluid|liquid|discharge|stuff|goo|gunk|gloop|water|juice|matter) |gunk (?:comes|coming|came)|puss?y\\b|boils?\\b.{0,40}(?:bigger|larger|growing|worse)";
const FEVER =
  "fever|feverish|feaver|chills|shivering|shivery|high temp|running a temp|temperature (?:of|is|was|over|above|up|went|has)|3[89](?:\\.\\d)? ?(?:c\\b|°|degrees)|40 ?(?:c\\b|°|degrees)|10[0-5] ?(?:f\\b|°|degrees)|a temperature\\b|hot and cold|flu-?like|fevr|feever|fver|fevers|burning up|night sweats|sweats and";
const SWELL =
  "swell|swollen|swole|puffy|blew up|blows up|puffed|puffing|puff(?:s|ing)? up|blown up|swole|swell\\w*|ballooned|bulging|enlarged";
const BLEED = "bleed|bled\\b|blood\\b(?! test)|bloody";
const WEEP = "weep|ooz|leaking|seeping|discharge|fluid|wet patch|crusty yellow";
const PAIN =
  "(?:severe|severely|extreme|extremely|unbearabl[ey]|terribl[ey]|awful|awfully|intense|intensely|excruciating|agonis\\w*|agoniz\\w*|horribl[ey]|really|very|so|too|bad|badly|worst|throbbing|constant|stabbing|sharp|a lot of|lots of|killing|insane|crazy|incredibly|super|increasingly) (?:\\w+ )?(?:pain|painful|hurt|hurts|sore|tender|ache|aching)|(?:pain|hurts?|hurting|sore|aches?) (?:is |it |me |like )?(?:so |very |really |getting |a )?(?:lot|bad|badly|severe|unbearable|terribl[ey]|awful|hell|crazy|too much|intense|worse|when i (?:touch|press)|to touch|to the touch|keeps me|wakes me)|in agony|agony|excruciating|can'?t (?:sleep|touch|bear|stand|lie|rest).{0,30}(?:pain|hurt|sore)|(?:pain|hurt|sore).{0,40}can'?t (?:sleep|touch|bear|stand|lie|rest)|unbearable|painful to (?:the )?touch|hurts to touch|killing me|getting more painful|more and more painful|throb\\w*|hurts? (?:like|so|when|to|too|even)|(?:agoni|excruciat)\\w*|pain (?:won't|wont|will not|doesn't|keeps|getting|is getting)|cr(?:y|ies|ied|ying) (?:\\w+ ){0,4}(?:touch|pain|hurt|sore)|so painful|(?:pain|hurt|sore)\\w* .{0,30}(?:worse|worsen\\w*|increas\\w*|unbear\\w*)|(?:too|so) (?:sore|painful|tender) to|(?:pain|hurt|sore)\\w*.{0,30}(?:cry|cried|crying|tears|scream)";
const INFLAMED = `${PUS}|${SWELL}|${WEEP}|\\bred\\b|redness|sores?\\b|spots?\\b|pimples?|boils?\\b|wound|pain|hurt|hot\\b|warm\\b|blister|folliculitis|bumps?\\b|scab|infect|inflam`;
const PATCH =
  "\\b(?:bald|bare|hairless|empty|smooth|round|circular|coin|quarter|penny|dime|nickel|ring)[- ](?:\\w+[- ]){0,3}?(?:spots?|patch(?:es)?|circles?|areas?|hole|ring|size[d]?|place|shaped?)|size of a (?:coin|quarter|penny|dime|nickel|pound|euro|golf|thumb|fingernail|50p|10p|2p|cent)|\\bcoins?\\b|patch(?:es)? (?:of|where|without|with no|missing)|hair (?:is |has |just |all )?(?:come|coming|came|fall|falling|fell|fallen)[s]? out in (?:clumps|handfuls|patches|chunks|lumps|bunches)|(?:in|big|huge|whole|large) (?:clumps|handfuls|chunks|patches|tufts)|clumps of|handfuls of|hole in my hair|bald (?:spot|patch)|patchy (?:hair|bald|loss)|hair (?:is |went |has )?(?:gone|missing|vanished) (?:in|from|at|on)|lost (?:all|half)";

const DISEASES =
  "psoriasis|seb\\w+ dermatitis|dermatitis|eczema|ringworm|folliculitis|alopecia|seb(?:orr?h?o?e?ic)? ?derm\\w*|(?:skin |scalp )?cancer|melanoma|fungus|fungal|lice|an? infection|infection|infected|lupus|shingles|tumou?r|male pattern|female pattern|disease|hair ?loss|dandruff|impetigo|tinea|acne|allergy|allergic|balding|going bald|head lice|seborrhea";

export const EN_PHRASES: Phrases = {
  spelt: [
    ...["blister", "blisters", "bleeding", "swollen", "swelling", "oozing", "infection"],
    ...["breathe", "breathing", "painful", "suicide", "suicidal", "abscess", "discharge"],
  ],
  signs: [
    {
      notice: "despair",
      any: /\bwan(?:t|na|ted) (?:to )?(?:die|dye? myself)|want to be dead|wish (?:i|that i) (?:was|were|am) (?:dead|never born|not alive|gone)|wish i could (?:die|disappear)|kill(?:ing)? my ?self|kms\b|suicid|end (?:it all|my life|everything|things|myself|it)\b|ending (?:it all|my life)|tak(?:e|ing) my (?:own )?life|(?:do ?n.?t|dont|not|no longer) (?:want|wanna|wish) (?:to )?(?:live|be alive|exist|be here|wake up|go on|keep living|carry on)|(?:no|any|without) (?:reason|point|will|desire) (?:left )?(?:to|in|for) (?:\w+ ){0,2}(?:live|living|go on|going on|carry|be alive|life)|better off (?:dead|without me|if i)|self[- ]?harm|hurt(?:ing)? myself|harm(?:ing)? myself|cut(?:ting)? myself|can.?t (?:go on|live like this|take it any ?more|do this any ?more|carry on|live with this)|(?:life|living) (?:is|isn.?t|is not|not|isnt|has) (?:not |no )?(?:worth|meaning|pointless|over)|not worth living|overdose|rather (?:be dead|die)|tired of (?:living|life)|sick of living|jump off|hang myself|disappear forever|nothing (?:left )?to live for|(?:no ?body|no one|nobody) (?:would|will|'d) (?:miss|care|notice)|(?:everyone|everybody|they|family|world)(?:'d| would| will)? be (?:better|happier) (?:off )?without me|if i (?:was|were|am) (?:gone|dead|not here)|sleep forever|never wake up|can.?t see a future|give up on living|don.?t see (?:a|the|any) point|hopeless|feel like dying|what'?s the point (?:of|in) (?:living|life|going on|anything|carrying|it all|being)|no point (?:in |to )?(?:living|life|anything|going on|carrying)|(?:do ?n.?t|dont|don t) wanna (?:live|be here|be alive|exist|wake up|go on|do this)|never (?:been )?born|(?:want|wish|wanna|like) (?:to |i could )?(?:just |simply )?(?:disappear|vanish|cease)|(?:want|wish|need) (?:it|this|everything|life|my life) (?:all |would )*(?:to )?(?:end|stop|be over|over)|(?:done|finished|fed up|had enough) (?:with |of )?(?:life|living|being alive)|tired of (?:being alive|existing)|unalive|wanna die|(?:i|id|i'd) (?:should|deserve to|would rather|rather|prefer to) (?:just )?(?:die|be dead)|life(?:'s| is) (?:over|ruined|pointless|hell|unbearable)|can.?t live (?:like|with|any)|no longer want|don.?t deserve to live|off myself|\bend(?:ing)? (?:of )?me\b|dead inside|thinking (?:of|about) (?:dying|death|ending)|ready to die|give up on life|over with my life/,
      not: /want to die (?:my|the|her|his) (?:hair|roots|greys?|grays?|beard)(?! (?:is|has|all|are|fell|just|because))|die (?:my|the) hair(?! (?:is|has|all|are|fell|just|because|was|looks|gone|keeps))|tried to end it with minoxidil/g,
    },
    {
      notice: "emergency",
      any: /(?:ca|can|could|can.?t|cannot|hard|difficult\w*|trouble|struggl\w*|unable|short(?:ness)?|problems?|tight\w*|barely|hardly|tough) (?:to |of |with |in |my |properly )*(?:breath|swallow)|breathless|breathing (?:is|has|got|gets|feels|problem|trouble|difficult)|wheez|throat (?:is |feels |has |was |getting |and )*(?:clos|tight|swell|swollen|swelling|chok)|(?:tongue|lips?|throat|mouth)(?: and \w+)? (?:is |are |has |have |got |getting |started |all |feels? )*(?:swell|swollen|swelling|swole|puff|big|numb)|swollen (?:lips?|tongue|throat|mouth)|swelling of (?:my |the )?(?:lips?|tongue|throat|mouth)|anaphyla|passed out|faint(?:ed|ing)|collaps|lost consciousness|unconscious|choking|gasping|suffocat/,
      not: denied(
        "trouble breathing|breathing trouble|difficulty breathing|breathing difficult|shortness of breath|breathless|wheez|swollen lips?|swelling of (?:my |the )?lips?",
      ),
    },
    {
      notice: "emergency",
      any: new RegExp(
        `(?:face|eyes?|eyelids?|forehead|whole body|ears?).{0,20}(?:${SWELL})|(?:${SWELL}).{0,12}(?:face|eyes?|eyelids?|forehead)|hives|swollen shut`,
      ),
      and: /dye|dyed|dying|colou?r|tint|bleach|henna|perm|product|shampoo|applied|used|using|minoxidil|cream|lotion|allerg|reaction|treatment|highlights|tablets?|pills?|capsule|medicine|medication|antibiotic/,
      not: denied(`(?:face|eye|eyelid) ?(?:${SWELL})|${SWELL}|hives`),
    },
    {
      notice: "burn",
      any: /\bblister|burnt (?:my|the)|burned (?:my|the)|burn(?:s|ed|t)? (?:mark|wound|from|on my scalp (?:from|after)|after)|chemical burn|scald|got burn|been burn|was burn|is burnt|raw skin|burn injury|second degree|third degree|burns (?:from|by|after)/,
      not: /sun ?-?burn\w*|(?:no|without|any) blisters?|burns? calories|burn\w* (?:my |the )?(?:\w+ )?(?:scalp|head|parting|crown|top) (?:in|from|by|under) (?:the )?(?:sun|beach)\w*/g,
    },
    {
      notice: "medicine",
      any: /chest (?:pain|hurt|tight)|heart (?:is |has been |was |keeps )*(?:rac|pound|flutter|beat|palp)|palpitation|racing heart|dizz|light-?headed|faint|swollen (?:hands|feet|ankles)|(?:hands|feet|ankles)(?: and \w+)? (?:are |have |got )*swollen/,
      and: /minoxidil|rogaine|regaine|finasteride|propecia|dutasteride|tablets?|lotion|pills?|medicine|medication|foam/,
      not: /side[- ]effects? (?:like|such|include|of)|can (?:minoxidil|rogaine|it|finasteride) (?:cause|make)/g,
    },
    {
      notice: "infection",
      any: new RegExp(FEVER),
      not: new RegExp(
        `${denied(`${FEVER}|fever|temperature`).source}|water temperature|temperature of (?:the |my )?(?:water|dryer|shower|iron)`,
        "g",
      ),
    },
    {
      notice: "infection",
      any: /(?:spread|spreads|spreading|grow|growing|expand|expanding|creeping|getting bigger|getting larger|moving)\w* (?:\w+ ){0,3}?(?:fast|quick|rapid|quickly|rapidly|daily|hour|hours|by the|overnight|to my (?:face|neck|forehead|ears?|eyes?)|down my|across|everywhere|all over)|(?:fast|quick|quickly|rapid|rapidly|suddenly)[- ](?:\w+ )?(?:spread|grow|expand|getting)|(?:mov|spread|creep|travel|extend)(?:es|ed|ing|s|e)? (?:\w+ ){0,2}(?:on|in)?to(?:wards?)? (?:my|the|his|her) (?:face|neck|forehead|ears?|eyes?|cheeks?)|red (?:streak|line)s?|tripled|doubled in/,
      not: /(?:trim\w*|cut\w*|shav\w*|how)\b.{0,20}grow\w* (?:\w+ )?(?:fast|quick)\w*|hair (?:grow|growing|grows|growth)\w*(?: \w+)? (?:fast|quick|faster|quicker|quickly|rapidly)|grow\w* (?:my |your |the )?hair|(?:dandruff|it|this|that|lice) (?:spread|spreading) to (?:others|my (?:family|kids|children|partner))/g,
    },
    {
      notice: "infection",
      any: /lymph|\bgland|(?:lump|lumps|bump|knot|node|nodes)\b.{0,25}(?:neck|behind (?:my |the )?ear|jaw|under my chin)|(?:neck|behind (?:my |the )?ears?|jaw).{0,20}(?:lump|swollen|swelling|node|knot)/,
      not: new RegExp(
        `${denied("swollen glands?|swollen lymph|lymph|glands?").source}|sebaceous gland\\w*|oil gland\\w*|sweat gland\\w*|thyroid gland`,
        "g",
      ),
    },
    {
      notice: "infection",
      any: /(?:turn|turns|turned|turning|go|goes|gone|going|went) (?:\w+ )?black|blackened|\bnumb\b|no feeling|can.?t feel|lost (?:all )?(?:feeling|sensation)|gangren|necro/,
      and: /skin|scalp|head|area|patch|place|part|spot|sore|wound|scab|burn|numb|feel|sensation|gangren|necro/,
      not: /(?:hairs?|roots?|gr[ae]ys?|mole)\b.{0,15} black|feel (?:the |any |a )?(?:difference|effect|benefit)|numbing/g,
    },
    {
      notice: "infection",
      any: /diabet|immun\w*|chemo|transplant recipient|organ transplant|kidney transplant|hiv\b|leukaemia|leukemia|steroid tablets|methotrexate|dialysis/,
      and: new RegExp(INFLAMED),
      not: denied(`${PUS}|redness|pain|sores?|spots?`),
    },
    {
      notice: "infection",
      any: new RegExp(
        `(?:${PUS}|${SWELL}|\\bhot\\b).{0,40}(?:pain|hurt|sore|throb|tender|\\bhot\\b)|(?:pain|hurt|sore|throb|tender|\\bred\\b).{0,30}(?:${SWELL}|\\bhot\\b to|and hot)`,
      ),
      not: new RegExp(
        `${denied(`${PUS}|pain|hurt|sore|${SWELL}`).source}|hot (?:water|shower|iron|tools?|air|weather|bath|day|days|comb|sun|oil)`,
        "g",
      ),
    },
    {
      notice: "child_signs",
      any: /\b(?:child|children|kid|kids|son|daughter|baby|babies|infant|toddler|newborn|boy|girl|nephew|niece|grandson|granddaughter|grandchild|month[- ]old|year[- ]old|little one|yo|lad|lass|bairn|stepson|stepdaughter|grandkid|grandbaby)\b/,
      and: new RegExp(
        `${PUS}|${SWELL}|${WEEP}|${BLEED}|${PAIN}|${FEVER}|${PATCH}|blister|raw\\b|infect`,
      ),
      not: denied(`${PUS}|${FEVER}|${BLEED}|pain|fever`),
    },
    {
      notice: "head_injury",
      any: /(?:hit|bump\w*|bang\w*|knock\w*|smash\w*|whack\w*|injur\w*) (?:\w+ ){0,2}(?:head|skull)\b|fell .{0,20}(?:on|hit) (?:my|his|her|the) head|head injury|concuss\w*|blow to (?:the|my|his|her) head/,
      and: /dizz|vomit|\bsick\b|nause|headache|faint|pass(?:ed|ing) out|confus|memory|drows|sleepy|unconscious|blurr|vision|lump|blood|bleed|concuss/,
    },
    {
      notice: "pus",
      any: new RegExp(PUS),
      not: new RegExp(
        `${denied(PUS).source}|what (?:is|are) (?:a )?pustules?|is it infected with lice`,
        "g",
      ),
    },
    {
      notice: "pus",
      any: /(?:lots of|many|dozens of|covered (?:in|with)|full of|loads of|tons of|several|so many|multiplying|over a dozen|(?:over|more than|at least) (?:\d+|ten|twenty|five|six)) (?:\w+ ){0,2}(?:spots|pimples|zits|boils|bumps|sores)/,
    },
    {
      notice: "bleeding",
      any: new RegExp(`${BLEED}|${WEEP}`),
      not: new RegExp(
        `${denied(`${BLEED}|${WEEP}|blood`).source}|blood (?:test|tests|pressure|work|sugar|flow|circulation|type)|nose ?-?bleed\\w*|bleeding gums|bloody (?:dandruff|flakes|hell|annoying)`,
        "g",
      ),
    },
    {
      notice: "bald_patch",
      any: new RegExp(PATCH),
      not: /what (?:is|causes) (?:an? )?alopecia areata|is alopecia areata|clumps of (?:dandruff|flakes|dirt|oil|product)|(?:oily|oil|dry|greasy|itchy|red) patch(?:es)?/g,
    },
    {
      notice: "bald_patch",
      any: /(?:sudden|suddenly|overnight|all of a sudden|in (?:a|one|two|2|a few) (?:days?|nights?|weeks?)|out of nowhere|woke up).{0,50}(?:bald|hole|no hair|hairless|bare|gone|clump|handful|lot of hair|hair (?:loss|fall|falling|gone))|(?:hair (?:\w+ )?(?:loss|fell|fall\w*|vanish\w*|disappear\w*|gone|went|missing)|bald).{0,30}(?:suddenly|overnight|all of a sudden|out of nowhere)/,
      not: /suddenly have (?:more )?dandruff/g,
    },
    {
      notice: "changed_spot",
      any: /\bmoles?\b.{0,40}(?:chang\w*|grow\w*|grew|bigger|larger|dark\w*|colou?r|shape|bleed\w*|itch\w*|crust\w*)|(?:chang\w*|growing|bleeding|itchy|dark) mole\b|(?:sores?|wound|ulcer|scab|cut|lesion|graze) .{0,40}(?:hasn'?t|has not|won'?t|will not|never|not|isn'?t|doesn'?t|don'?t|refuses to) (?:\w+ )?heal\w*/,
    },
    {
      notice: "pain",
      any: new RegExp(PAIN),
      not: new RegExp(
        `${denied("severe pain|pain|painful|hurt|sore").source}|(?:back|knee|stomach|tooth|leg) (?:pain|hurts?)|not (?:too|very|really|so) (?:painful|sore)`,
        "g",
      ),
    },
    {
      notice: "pain",
      any: new RegExp(SWELL),
      not: new RegExp(`${denied(SWELL).source}|puffy hair`, "g"),
    },
  ],
  verdicts: [
    {
      any: /diagnos\w*|prescri\w*|what (?:disease|condition|illness|disorder|skin problem|is wrong with)|which (?:disease|condition|illness|disorder)|what(?:'s| is) (?:this|it that i have|wrong)|what do i have|identify (?:this|my|the)|tell me (?:what|which|if|whether) (?:\w+ ){0,3}(?:have|disease|condition|is wrong)|(?:which|what) (?:antibiotic|medicine|medication|drug|cream|ointment|steroid|pill|tablets?|dose|dosage)\w* (?:should|do|can|would|must|to|for|will)|(?:dose|dosage|how many mg|how many milligrams|mg\b)|(?:give|recommend|suggest|get|send|write|need|want) (?:me )?(?:an? |some |the )?(?:antibiotic|prescription|medicine|medication|drug|steroid|pill|script|ointment)\w*|antibiotics|(?:look|have a look|check) (?:at )?(?:my|this|the) (?:photo|picture|pic|scalp|head).{0,20}(?:tell|say|what)/,
      not: /without (?:a )?prescri\w*|over[- ]the[- ]counter|non-?prescri\w*|prescribed (?:shampoo|cream|lotion)|(?:was|been|got|already|were) (?:diagnosed|prescribed)|what(?:'s| is) this (?:site|check|app|website|test|for)|how (?:is|are|do doctors) .{0,30}diagnos\w*/g,
    },
    {
      any: new RegExp(
        `\\b(?:do|did|does|could|might|may|would|can) (?:you think |think )?(?:i|he|she|we|my \\w+) (?:\\w+ )?(?:have|got|having|getting|suffer(?:ing)? from|developing) (?:\\w+ ){0,2}?(?:${DISEASES})|\\b(?:is|are|was|could|might|may|can|would) (?:this|it|that|these|those|they|(?:my|the) (?:scalp|head|skin|rash|flakes?|spots?|patch|itch|problem|hair|bumps?) |the \\w+ (?:on|in) my \\w+ )\\s?(?:\\w+ ){0,2}?(?:an? |the )?(?:${DISEASES})|\\b(?:do you think|think|reckon|guess|wonder if) (?:it'?s|it is|this is|i have|i'?ve|i'?ve got|i may have|that is|that'?s) (?:\\w+ ){0,2}?(?:${DISEASES})|look(?:s)? like (?:\\w+ )?(?:${DISEASES})|\\bhave i (?:got|developed) (?:\\w+ ){0,2}?(?:${DISEASES})|\\bam i (?:going bald|balding|losing my hair|bald)|whether (?:i|i'?m|it|it'?s|this|my) (?:\\w+ ){0,4}(?:${DISEASES})|(?:tell|know|say|see|sure) (?:me )?(?:if|whether) (?:it'?s|it is|this is|that'?s|i have|i'?ve got) (?:\\w+ ){0,2}?(?:${DISEASES})|\\bconfirm (?:that |if |whether |my |it|this)|\\bi'?m (?:going bald|balding|losing my hair)[,? ]+(?:right|aren'?t i|am i|no|correct|yeah)\\b|\\b(?:is|are) (?:this|it|that|these|they) (?:\\w+ ){0,4}or (?:\\w+ )?(?:${DISEASES})|(?:looks? like|think (?:it'?s|it is|i have|i'?ve got)|sure (?:it'?s|i have)) (?:\\w+ ){0,2}?(?:${DISEASES}).{0,12}(?:right|correct|true|is it|do you|am i|agree|confirm)`,
      ),
      not: /\b(?:could|can|might|may|would|is|are) (?:this|it|that|these|those|they)(?: \w+)? (?:be )?(?:caus\w+|making|giving|leading)\b[^?.]*|how (?:do|can|would|will) (?:i|you|one|we) (?:know|tell)|\bwhy (?:do|does|did|is|am|are)\b[^?.]*|can (?:the|a|your) (?:scalp|head)|is (?:it|this) (?:ok|okay|safe|bad|normal|true|possible|contagious|infectious|inherited|genetic|hereditary|caused|harmful)|\b(?:is|are) (?:dandruff|psoriasis|alopecia|ringworm|folliculitis|hair loss|balding)/g,
    },
  ],
};
