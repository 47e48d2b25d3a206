/** English words that mean the same, by concept. */

import type { Lexicon } from "./lexicon";

export const EN: Lexicon = {
  /** What the guide is about: a question with one of these is about the scalp. */
  anchors: {
    scalp: "scalp follicle pore pores",
    hair: "hair hairs strand strands hairline roots haired",
    head: "head crown parting part_line temples noggin",
    dandruff: "dandruff flake flakes flaky flaking flakey white_bits white_specks snow_on_my",
    loss: "hair_loss hairloss balding bald baldness alopecia thinning_hair losing_hair receding falling fall fell thinning_out lose losing loses moulting falls drops_out",
    shampoo: "shampoo shampooing wash_my_hair washing_hair wash_hair washing_my_hair",
    seborrheic: "seborrheic seborrhoeic seborrhea seborrhoea seb_derm",
    psoriasis: "psoriasis psoriatic silvery",
    lice: "lice louse nit nits",
    conditioner: "conditioner hair_mask",
    transplant: "hair_transplant transplanted_hair fue",
    areata: "alopecia_areata round_patch round_bald",
    cradle: "cradle_cap",
  },
  /** What the skin shows: about the scalp unless another part of the body is named. */
  conditions: {
    doctor:
      "doctor doctors dermatologist dermatologists clinic gp trichologist physician specialist get_seen seen_to checked_out get_checked",
    comb: "comb combs combing brush brushing hairbrush detangle tangled tangles",
    wig: "wig wigs extensions weave toupee hairpiece dreadlocks",
    finasteride:
      "finasteride propecia dutasteride avodart hair_loss_pill hair_loss_pills hair_loss_tablets",
    minoxidil: "minoxidil rogaine regaine",
    functional: "hair_growth_shampoo caffeine anti_hair_loss functional",
    ketoconazole: "nizoral ketoconazole antifungal",
    antidandruff:
      "zinc pyrithione selenium salicylic antidandruff anti_dandruff head_and_shoulders",
    tonic: "tonic tonics serum serums ampoule menthol leave_on",
    scaling: "scrub exfoliate exfoliating exfoliation exfoliant scaling_session peel_treatment",
    dry_shampoo: "dry_shampoo",
    only_water:
      "no_poo water_only without_shampoo only_water just_water stop_shampoo giving_up_shampoo quit_shampoo rinsing_only just_rinsing without_any_shampoo",
    heat_tool:
      "straightener straighteners flat_iron flat_irons curling curler tongs hot_tools heat_styling",
    perm: "perm perms permed straightening relaxer rebonding keratin",
    dye: "dye dyed dyeing colour color colouring coloring tint bleach bleached henna highlights coloured colored colours colors dyes bleaching tinted box_dye",
    loss: "shedding shed falling_out falls_out fall_out hair_is_coming_out hair_coming_out hair_comes_out hair_came_out",
    scale:
      "scale scales scaly scaling peel peeling skin_comes_off powder flaking_skin dead_skin skin_flakes shedding_skin",
    sebum:
      "sebum oily oil_production grease greasy greasiness oiliness slick slimy lank greasier oilier",
    dry: "dry dryness tight dehydrated moisture parched",
    itch: "itch itchy itches itching itchiness scratch scratching prickly crawling",
    red: "red redness pink erythema inflamed blotchy",
    spot: "spot spots pimple pimples zit zits acne pustule pustules folliculitis boil boils bump bumps breakout whiteheads lumps_and_bumps breaking_out break_out pimply",
    sting: "sting stings stinging burn burns burning tender sore tingling sensitive smarts",
    pain: "pain painful hurt hurts hurting ache",
    crust: "scab scabs crust crusts sore_spot sores",
    smell: "smell smells smelly odor odour stink stinks stinky reek whiff musty sour funky",
    lump: "lump lumps cyst wart mole growth_on",
    fungus: "fungus fungal ringworm tinea yeast",
    eczema: "eczema atopic dermatitis",
    thin: "thin thinner thinning sparse see_through widening wider recede",
    grey: "grey gray greying graying white_hair white_hairs",
  },
  /** What is done or used: about the scalp if the whole question fits the guide. */
  others: {
    wash: "wash washing washed cleanse lather rinse",
    dryer: "dryer blow_dry blowdry blow_drying blowdrying air_dry hairdryer",
    water: "hot_water cold_water lukewarm water_temperature temperature warm_water",
    styling: "wax gel hairspray pomade mousse styling hair_spray",
    massage: "massage massaging massager gua_sha scalp_brush",
    oil: "oil oils coconut argan rosemary castor olive tea_tree jojoba oiling",
    remedy:
      "vinegar salt baking_soda aloe onion egg lemon home_remedy home_remedies honey mayonnaise diy garlic",
    lotion: "moisturiser moisturizer moisturise moisturize cream lotion hydrate",
    ingredient:
      "sulphate sulfate sulphates sulfates silicone silicones ph natural organic surfactant sls ingredients paraben soap",
    steroid: "steroid steroids hydrocortisone ointment cortisone betamethasone",
    side: "side_effect side_effects racing dizzy",
    pharmacy: "pharmacy pharmacist over_the_counter chemist drugstore buy_online",
    procedure:
      "prp injection injections laser lasers microneedling dermaroller stem_cell led micropigmentation",
    contagious:
      "contagious infectious catch catching pass_it pass_on spread spreads transmit transmitted give_this give_it get_it_from infect",
    share: "share sharing borrow borrowed lend",
    towel: "towel towels pillow pillowcase pillowcases bedding sheets",
    clean: "clean cleaning disinfect sanitise sanitize",
    hat: "hat hats cap caps helmet beanie headgear hijab headscarf cap_all_day helmets",
    tie: "ponytail bun braid braids tied tie tying tight_hairstyle pulled_back cornrows pigtails",
    sweat: "sweat sweaty sweating gym workout exercise exercising running run cycling bike yoga",
    swim: "swim swimming pool chlorine sea ocean",
    sauna: "sauna hot_tub steam_room hot_spring hot_bath",
    sun: "sun sunburn sunburnt sunburned sunscreen uv sunlight sunshine beach",
    winter: "winter cold_weather heating humidifier air_conditioning humidity",
    summer: "summer humid heatwave hot_weather",
    autumn: "autumn season seasonal fall_season seasons",
    dust: "dust pollution smog dusty",
    hard_water: "hard_water shower_filter limescale tap_water shower_head soft_water filter",
    food: "food foods eat eating diet dairy chocolate coffee spicy protein sugar",
    supplement:
      "supplement supplements biotin vitamin vitamins collagen iron_tablets gummies yeast_tablets",
    diet: "weight_loss lost_weight dieting crash_diet iron anaemia anemia ozempic fasting lose_weight lost_weight kilos pounds lbs",
    smoke: "smoke smoking cigarette cigarettes vape vaping nicotine smoker",
    alcohol: "alcohol drinking beer wine drink",
    sleep: "sleep sleeping bed overnight tired insomnia nights",
    stress:
      "stress stressed anxiety exam exams stressful worry divorce breakup bereavement grief burnout deadline overworked lost_my_job",
    mood: "depressed low ashamed embarrassed confidence self_esteem upset sad self_conscious miserable",
    pregnant: "pregnant pregnancy breastfeeding breast_feeding nursing expecting foetus",
    birth:
      "postpartum childbirth gave_birth new_mom after_birth having_a_baby had_a_baby new_mother giving_birth",
    menopause: "menopause menopausal hormone hormones hormonal pcos oestrogen estrogen period",
    child:
      "child children kid kids teenager teenage teen son daughter adolescent year_old toddler school",
    baby: "baby babies newborn infant",
    old: "old age ageing aging elderly older senior",
    sex: "men women man woman male female",
    heredity:
      "genetic genetics inherited hereditary runs_in father family_history genes mother_side dad grandfather mum mum_side mums dads parents grandparents maternal paternal uncle inherit genetically",
    illness: "covid flu illness surgery operation thyroid ill sick virus",
    chemo: "chemo chemotherapy cancer radiotherapy",
    drug: "medication medicine medicines pill pills antidepressant contraceptive birth_control tablets drug",
    diabetes: "diabetes diabetic immune immunity immunosuppressed immunosuppressant",
    pluck: "pluck plucking pull_out pulling trichotillomania yank",
    shave: "shave shaving shaved buzz_cut razor trim cutting",
    growth: "grow grows growth longer faster",
    eyebrow: "eyebrow eyebrows beard eyelash eyelashes",
    squeeze: "squeeze squeezing pop popping burst pick picking",
    hospital: "hospital hospitals",
    heat: "hot heat warm scalp_heat",
    insurance: "insurance insured coverage",
    price: "free cost price pay subscription expensive",
    photo: "photo photos picture pictures camera flash selfie image images photograph",
    accuracy:
      "accurate accuracy trust reliable wrong ai algorithm mistake mistakes error errors believe confident",
    privacy:
      "privacy stored data delete deleted private account saved save upload uploaded keep kept anonymous share_my_data",
    result: "result results grade grades mild moderate severe score certainty",
    product: "product products sponsored recommendation recommendations",
    type: "type types combination",
    fragrance: "fragrance fragrances perfume scent scented unscented fragrance_free",
    device: "medical_device replace instead_of",
    repeat: "again recheck repeat track follow_up compare",
    family:
      "family wife husband partner boyfriend girlfriend flatmate roommate sister brother household",
    test: "test tested testing patch_test",
    home: "at_home leave_it ignore",
    new_product: "new_shampoo new_product switched switching changed_shampoo changed",
    routine: "routine habit habits healthy maintain",
    work: "hairdresser job factory chemicals",
    end_hair: "split_ends breakage breaks damaged",
  },
  /** How something is asked; they rank answers, and say nothing about the subject. */
  manners: {
    why: "why cause causes reason what_makes",
    how: "how_do how_to how_can what_can what_should help helps deal way handle manage",
    frequency: "how_often every_day daily times_a twice frequency often each_day",
    allowed: "can_i may_i okay ok safe should_i is_it_fine allowed alright",
    when: "when what_time morning evening",
    what: "what_is what_are meaning mean means explain",
    duration: "how_long weeks months long_until long_before",
    choose: "best recommend choose pick_a good_for",
    effect: "work works working effective any_good useful",
    bad: "bad harmful harm damage dangerous",
    remove:
      "get_rid stop reduce remove control relieve soothe calm out_of go_away permanently clear_up cure eliminate",
    difference: "difference different versus vs distinguish differ",
    wet: "wet damp",
    night: "night before_bed",
    normal: "normal how_many how_much too_much",
    suddenly: "suddenly sudden lately",
    early: "early signs starting begun beginning",
    against: "come_back grow_back return recur",
  },
  elsewhere:
    "face knee my_back lower_back back_hurts rash_on_my_arm back_pain foot feet toe toes finger fingers nail nails tooth teeth gum gums leg legs arm arms stomach belly chest armpit groin eye eyes nose lip lips ear_wax headache migraine elbow hand hands hip ankle cough heel heels stock stocks bitcoin crypto weather movie film song football soccer cricket travel restaurant recipe cook translate math maths python_code programming president election mortgage tax car phone laptop lottery salary interview homework game pizza netflix youtube flight hotel visa hello hi breakfast lunch dinner book novel insurance_quote quit_smoking weight_fast tooth_ache",
  never:
    "cat cats kitten pet pets fur dog dogs cat_hair puppy hamster rabbit horse hairstyle haircut hairdo suit_my_face suits_me trendy fashion salon_appointment book_a capital_of poem joke story write_me essay",
};
